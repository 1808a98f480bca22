mod login_authorize;
mod login_browser;
mod login_callback;
mod login_flow;
mod login_guide;
mod login_provider;
mod login_scene;
mod login_token;
