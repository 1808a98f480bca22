//! What depends on the system's web engine: loading the first page, refusing what would reach beyond the window, and reading pages.

#[cfg(not(target_os = "linux"))]
mod elsewhere;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
mod reader;

/// Whether pages are read, and not just heard of.
pub(super) const READS: bool = cfg!(target_os = "linux");

#[cfg(not(target_os = "linux"))]
pub(super) use self::elsewhere::load;
#[cfg(target_os = "linux")]
pub(super) use self::linux::load;
