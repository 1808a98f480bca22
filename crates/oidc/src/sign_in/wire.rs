use std::{
    pin::Pin,
    sync::{Mutex, PoisonError},
};

use openidconnect::AsyncHttpClient;
use url::Url;

use crate::{
    Secret,
    http::{FetchError, Fetcher, secret_header},
};

/// The library's HTTP client: our limits, and the last response kept for the trace.
pub(super) struct Wire<'a> {
    pub(super) fetcher: &'a Fetcher,
    pub(super) endpoint: &'a Url,
    pub(super) proof: Option<Secret>,
    pub(super) response: Mutex<Option<http::Response<Vec<u8>>>>,
}

impl<'c> AsyncHttpClient<'c> for Wire<'_> {
    type Error = FetchError;
    type Future = Pin<Box<dyn Future<Output = Result<http::Response<Vec<u8>>, FetchError>> + Send + 'c>>;

    fn call(&'c self, mut request: http::Request<Vec<u8>>) -> Self::Future {
        Box::pin(async move {
            if let Some(proof) = &self.proof {
                request.headers_mut().insert("dpop", secret_header(self.endpoint, proof)?);
            }
            let response = self.fetcher.http(request).await?;
            *self.response.lock().unwrap_or_else(PoisonError::into_inner) = Some(response.clone());
            Ok(response)
        })
    }
}
