mod clients;
mod discovery;
mod filters;
mod lists;
mod mapping;
mod patches;
mod properties;
