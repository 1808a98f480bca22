mod precision;
mod snippets;
mod snippets_undone;
