//! How the table is written down.

/// Each entry: the member of the form with its type and what it is on a new connection, the field, and how it is read.
macro_rules! fields {
    ($($(#[$doc:meta])* $id:ident: $type:ty = $new:expr, $field:expr, |$held:ident| $read:expr;)*) => {
        /// The fields of the create form and of the connection's pages, as the screens have them.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
        pub struct ConnectionForm { $($(#[$doc])* pub $id: $type,)* }

        /// A new connection, before anything is typed.
        impl Default for ConnectionForm {
            fn default() -> Self {
                ConnectionForm { $($id: $new,)* }
            }
        }

        impl ConnectionForm {
            /// The form of a connection, its secret left where it is.
            pub(crate) fn of(connection: &Connection) -> Self {
                let options = connection.options.clone().unwrap_or_default();
                let held = Held { connection, options: &options, said: OidcOptions::of(&options) };
                ConnectionForm { $($id: { let $held = &held; $read },)* }
            }
        }

        /// Every field, in the order of the screens.
        pub static FIELDS: &[Field<ConnectionForm>] = &[$(Field { id: stringify!($id), ..$field },)*];
    };
}

pub(super) use fields;
