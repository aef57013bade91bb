//! Providers of online meetings that the field's apps know (directory.md, section 1).

/// Domains, with all below them.
const DOMAINS: &[&str] = &[
    "zoom.us",
    "zoom.com",
    "zoomgov.com",
    "meet.jit.si",
    "meet.google.com",
    "teams.microsoft.com",
    "teams.live.com",
    "webex.com",
    "gotomeeting.com",
    "gotomeet.me",
    "goto.com",
    "goto-meeting.com",
    "discord.gg",
    "signal.group",
    "skype.com",
    "zoho.com",
    "freeconference.com",
    "freeconferencecall.com",
    "bluejeans.com",
    "dialpad.com",
    "horizon.meta.com",
];

/// Whether the apps show a link to this address.
pub(super) fn is_known(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or(url);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default().to_lowercase();
    DOMAINS
        .iter()
        .any(|domain| host.strip_suffix(domain).is_some_and(|before| before.is_empty() || before.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_ones_and_what_looks_alike() {
        for url in
            ["https://zoom.us/j/1", "https://us02web.zoom.us/j/1", "https://meet.jit.si/x", "http://Teams.Live.com"]
        {
            assert!(is_known(url), "{url}");
        }
        for url in ["https://meet.example.org/room", "https://notzoom.us/j/1", "https://zoom.us.example.org/", ""] {
            assert!(!is_known(url), "{url}");
        }
    }
}
