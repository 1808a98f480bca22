use axum::{
    Extension,
    extract::{Request, State},
    http::header,
    response::Response,
};
use lintel_scim::Error;
use serde_json::Value;

use super::{
    access,
    answer::Answer,
    call::Call,
    dispatch,
    journal::{self, Story},
    service::Service,
};
use crate::{TenantState, state::Address, store::ScimArrival};

pub(super) async fn serve(
    State(state): State<TenantState>,
    Extension(address): Extension<Address>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    // Provisioning has no origin; a page that calls here is none of ours.
    if parts.headers.contains_key(header::ORIGIN) {
        return refused(Error::of(403, "Calls from web pages are refused.")).into_response();
    }
    let Some(call) = Call::of(&parts) else {
        return refused(unknown(parts.uri.path())).into_response();
    };
    let now = state.world.clock.now();
    let arrival = match state.store.scim_arrival(&call.connection_id, access::presented(&call), now).await {
        Ok(Some(arrival)) => arrival,
        Ok(None) => {
            return refused(Error::of(404, format!("There is no connection {}.", call.connection_id))).into_response();
        }
        Err(error) => return refused(error.into()).into_response(),
    };
    let connection_name = arrival.connection_name.clone();
    let mut story = Story::begin();
    let mut read = None;
    let answer = answered(&state, &address, arrival, &call, body, &mut read, &mut story).await.unwrap_or_else(refused);
    journal::write(&state, &call, connection_name, read, &answer, story).await;
    answer.into_response()
}

async fn answered(
    state: &TenantState,
    address: &Address,
    arrival: ScimArrival,
    call: &Call,
    body: axum::body::Body,
    read: &mut Option<Value>,
    story: &mut Story,
) -> Result<Answer, Error> {
    let token = access::good(arrival.token)?;
    story.token_id = Some(token.id.clone());
    if let Some(limit) = state.scim_rate.exceeded(&call.connection_id, state.world.clock.now()) {
        return Err(Error::of(429, format!("More than {limit} requests came within a second. Go on in a second.")));
    }
    let Some(configuration) = arrival.configuration? else {
        return Err(Error::of(404, "SCIM is switched off for this connection."));
    };
    let service = Service::new(state, address, configuration);
    let body = read.insert(call.body(body).await?);
    dispatch::dispatch(&service, &token, call, body, story).await
}

fn refused(error: Error) -> Answer {
    Answer::from(error)
}

fn unknown(path: &str) -> Error {
    Error::of(404, format!("There is nothing at {path}. SCIM is at /scim/v2/connections/CONNECTION_ID."))
}
