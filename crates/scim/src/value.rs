//! Values made what their attribute says they are.
