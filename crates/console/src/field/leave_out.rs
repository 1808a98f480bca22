//! What of a connection goes into no export.

use lintel_management::Connection;

use super::{description::Elsewhere, table::FIELDS};

pub(crate) fn leave_out(connection: &mut Connection) {
    for field in FIELDS.iter().filter(|field| field.elsewhere == Elsewhere::Here) {
        let (objects, member) = field.path.rsplit_once('/').unwrap_or_default();
        let (root, path) = match objects.strip_prefix("/options") {
            Some(path) => (connection.options.as_mut().map(|options| &mut options.0), path),
            None => (Some(&mut connection.other), objects),
        };
        let objects = path.split('/').filter(|name| !name.is_empty());
        let holder = objects.fold(root, |holder, name| holder?.get_mut(name)?.as_object_mut());
        if let Some(holder) = holder {
            holder.shift_remove(member);
        }
    }
}
