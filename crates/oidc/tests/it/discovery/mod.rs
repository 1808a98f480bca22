mod candidates;
mod catalogue;
mod corpus;
mod fetch;
mod provider;
mod server;
