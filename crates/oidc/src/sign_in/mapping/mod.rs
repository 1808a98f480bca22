//! Claims in, profile out: `options.attribute_map` of a connection.

mod attribute_map;
mod bind_all;
mod email;
mod fill;
mod nothing_filled;
mod path;
mod profile;
mod reserved;
mod slips;
mod template;
#[cfg(test)]
mod tests;
mod use_map;
mod withheld;

pub use attribute_map::AttributeMap;
pub(super) use email::Email;
pub use path::{MappingContext, Path, claim_at};
pub use profile::{MAX_PROFILE, Mapped};
pub use reserved::{MISSED, RESERVED};
pub use slips::{Slip, slips};
pub use template::{Piece, pieces};
