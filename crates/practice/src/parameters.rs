use url::form_urlencoded;

/// Request parameters as OAuth reads them (RFC 6749, section 3.1): one without a value counts as absent, and none may occur twice.
#[derive(Debug)]
pub(crate) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// From a query string or the body of a form.
    pub(crate) fn parse(encoded: &[u8]) -> Self {
        Parameters(form_urlencoded::parse(encoded).into_owned().filter(|(_, value)| !value.is_empty()).collect())
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn is_repeated(&self, name: &str) -> bool {
        self.0.iter().filter(|(key, _)| key == name).count() > 1
    }

    pub(crate) fn any_repeated(&self) -> Option<&str> {
        self.0.iter().map(|(name, _)| name.as_str()).find(|name| self.is_repeated(name))
    }
}
