//! Named points at which tests make the program die; without the feature `failpoints` there is nothing here.

/// Passes a named point of a load; with the feature `failpoints` and `return(kill)` for it the process dies at once, as by SIGKILL.
#[inline]
pub(super) fn point(name: &str) {
    #[cfg(feature = "failpoints")]
    {
        let _ = name;
        fail::fail_point!(name, |_| std::process::abort());
    }
    #[cfg(not(feature = "failpoints"))]
    let _ = name;
}
