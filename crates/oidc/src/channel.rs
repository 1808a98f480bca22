use serde::{Deserialize, Serialize};

/// How the ID token reaches the relying party; `options.type` of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename = "CommunicationChannel", rename_all = "snake_case")]
pub enum Channel {
    /// `response_type=id_token` with `response_mode=form_post`: the token comes through the browser.
    FrontChannel,
    /// `response_type=code`: a code comes through the browser and is redeemed at the token endpoint.
    BackChannel,
}

impl Channel {
    pub const BOTH: [Channel; 2] = [Channel::FrontChannel, Channel::BackChannel];

    /// The label an administrator knows it by.
    pub fn label(self) -> &'static str {
        match self {
            Channel::FrontChannel => "Front Channel",
            Channel::BackChannel => "Back Channel",
        }
    }

    /// OpenID Connect Core 1.0, section 3: `id_token` is the implicit flow, `code` the authorization code flow.
    pub fn response_type(self) -> &'static str {
        match self {
            Channel::FrontChannel => "id_token",
            Channel::BackChannel => "code",
        }
    }
}
