mod precision;
mod reading;
mod snippets;
mod snippets_undone;
mod terraform;
