//! How alike two texts are: folding to a comparable spelling, edit distances, Jaro-Winkler, sounds. Pure functions of text.

mod edit;
mod fold;
mod jaro;
mod roman;
mod sound;
mod token;
mod unreadable;

pub use edit::{distance_within, one_slip};
pub use fold::{fold, folded, is_cjk, is_letter, letters};
pub use jaro::jaro_winkler;
pub use roman::romanise;
pub use sound::{alike_bits, same_sound, similar_char, sound_key};
pub use token::{TokenKind, tokens};
pub use unreadable::is_unreadable;
