//! A QR code as one path of an SVG: it needs neither a script nor a picture from elsewhere.

use core::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};

/// Modules of silence around it (ISO/IEC 18004, 6.3.8).
const QUIET: usize = 4;

/// A code: its side in modules, and the path of its dark ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Qr {
    pub(crate) side: usize,
    pub(crate) path: String,
}

/// The code of an address; `None` if it is too long for one.
pub(crate) fn qr(address: &str) -> Option<Qr> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (place, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let _ = write!(path, "M{} {}h1v1h-1z", place % width + QUIET, place / width + QUIET);
        }
    }
    Some(Qr { side: width + 2 * QUIET, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_address_has_a_small_code() {
        let code = qr("https://example.org/meeting/a").unwrap();
        assert_eq!(code.side, 29 + 2 * QUIET, "29 bytes at level M: version 3 (ISO/IEC 18004, table 7)");
        // The upper left finder begins after the quiet zone and is seven wide.
        assert!(code.path.starts_with("M4 4h1v1h-1zM5 4"));
        assert!(!code.path.contains("M11 4h"), "a light row beside the finder");
        assert_eq!(qr(&"x".repeat(5_000)), None);
    }
}
