//! One sign-in as a relying party, used by the tenant for every login and by the test window: what a test shows is what
//! production does.

mod again;
mod asked;
mod authorization;
mod begin;
mod came;
mod catalogue;
pub(crate) mod checks;
mod claims;
mod client_authentication;
mod diagnosis;
mod dpop;
mod flow;
pub mod id_token;
mod issuer;
mod judging;
mod keys;
pub mod mapping;
mod pkce;
mod probe;
mod provider;
mod recorder;
mod redemption;
mod redirect_uri;
mod refusal;
mod relying_party;
mod response;
pub mod said;
mod token_response;
mod tokens;
mod upstream;
mod upstream_params;
mod userinfo;
mod userinfo_response;
mod world;

pub(crate) use self::probe::{NoTokenAnswer, authorization_url, with_another_credential, with_nobodys_code};
pub use self::{
    again::{NotJudged, judge_again},
    catalogue::catalogue,
    checks::{
        APPLICATION_REFUSED, CONNECTION_CHANGED, COOKIE_LOST, EMBEDDED_WINDOW_REFUSED, NOT_A_MEMBER, NOT_PROVISIONED,
        NOTHING_CAME, ORGANIZATION_NAMED, PAGE_BLANK, PAGE_NOT_LOADED, REFUSED_ON_A_PAGE, USER_BLOCKED, USER_NOT_KEPT,
        WINDOW_CLOSED,
    },
    client_authentication::{AssertionAudience, ClientAuthentication, assertion_claims},
    flow::{SignIn, Verified},
    mapping::AttributeMap,
    pkce::Pkce,
    provider::{forget, resolve},
    recorder::{Observer, Recorder},
    redirect_uri::RedirectUri,
    refusal::Refusal,
    relying_party::{ConnectionRef, RelyingParty},
    response::AuthorizationResponse,
    upstream_params::{UPSTREAM_ALIASES, UpstreamParam, UpstreamValue, reserved_parameters},
    world::World,
};
