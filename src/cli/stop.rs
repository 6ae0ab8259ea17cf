//! Ctrl-C and termination: the run stops at the next safe point.

use signal_hook::consts::TERM_SIGNALS;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

static ASKED: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// Listens for Ctrl-C and termination; a second one ends the program at once.
pub(super) fn listen() {
    let asked = ASKED.get_or_init(Arc::default);
    for &signal in TERM_SIGNALS {
        // Without a handler the program still ends on a signal, only less gently: what it wrote is never published half.
        let _ = signal_hook::flag::register_conditional_shutdown(signal, 130, Arc::clone(asked));
        let _ = signal_hook::flag::register(signal, Arc::clone(asked));
    }
}

/// Says whether somebody asked to stop.
pub(super) fn asked() -> bool {
    ASKED.get().is_some_and(|a| a.load(Ordering::SeqCst))
}
