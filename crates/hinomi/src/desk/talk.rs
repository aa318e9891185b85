//! Progress on stderr: a bar on a terminal, nothing elsewhere.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::Global;

/// How the desk speaks to the user while it works.
pub struct Talk<'a> {
    /// What the user asked for.
    pub global: &'a Global,
    /// Whether a bar can be drawn.
    pub shows_progress: bool,
}

impl Talk<'_> {
    /// A bar named `what` over `n` steps; hidden where none can be drawn.
    pub fn bar(&self, what: &'static str, n: usize) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(Some(n as u64), ProgressDrawTarget::stderr());
        if !self.shows_progress || n == 0 {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        let style = ProgressStyle::with_template("{prefix:>9} {wide_bar} {pos}/{len}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.with_prefix(what)
    }
}
