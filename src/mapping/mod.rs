//! Says which entity a sheet is and which of its columns is which field.
mod header;
