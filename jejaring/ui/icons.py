"""Our own line icons on a 24 grid, as the inside of an svg. They always stand beside words or carry a label."""

from collections.abc import Mapping

ICONS: Mapping[str, str] = {
    "desk": '<path d="M4 13h5l1 3h4l1-3h5"/><path d="M6 5h12l2 8v6H4v-6z"/>',
    "report": '<path d="M5 5h14v11h-6l-4 4v-4H5z"/><path d="M9 9h6M9 12h4"/>',
    "case": '<path d="M4 7h6l2 2h8v10H4z"/><path d="M8 14h8"/>',
    "referral": '<path d="M4 8h13l-3-3M20 16H7l3 3"/>',
    "service": '<path d="M12 19s-7-4.4-7-9.3A3.7 3.7 0 0 1 12 8a3.7 3.7 0 0 1 7 1.7C19 14.6 12 19 12 19z"/>',
    "figures": '<path d="M5 19V11M10 19V5M15 19v-6M20 19V9"/>',
    "meeting": '<circle cx="8" cy="9" r="2.5"/><circle cx="16" cy="9" r="2.5"/><path d="M3.5 18c0-2.5 2-4.5 4.5-4.5s4.5 2 4.5 4.5M12.7 14.8c.8-.8 2-1.3 3.3-1.3 2.5 0 4.5 2 4.5 4.5"/>',
    "plan": '<path d="M5 6.5 6.5 8 9 5M5 12.5 6.5 14 9 11M5 18.5 6.5 20 9 17"/><path d="M12 7h8M12 13h8M12 19h8"/>',
    "people": '<circle cx="12" cy="8" r="3.5"/><path d="M5 20c0-3.9 3.1-6.5 7-6.5s7 2.6 7 6.5"/>',
    "network": '<circle cx="12" cy="5.5" r="2.5"/><circle cx="5.5" cy="18" r="2.5"/><circle cx="18.5" cy="18" r="2.5"/><path d="m10.8 7.7-4.1 8M13.2 7.7l4.1 8M8 18h8"/>',
    "prevention": '<path d="M12 4 5 7v5c0 4 3 6.5 7 8 4-1.5 7-4 7-8V7z"/>',
    "exchange": '<path d="M12 4v11m-4-4 4 4 4-4M5 19h14"/>',
    "search": '<circle cx="11" cy="11" r="6"/><path d="m15.5 15.5 4.5 4.5"/>',
    "help": '<circle cx="12" cy="12" r="8.5"/><path d="M9.6 9.6a2.5 2.5 0 1 1 3.5 2.3c-.8.4-1.1.9-1.1 1.7M12 16.5v.1"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>',
    "shield": '<path d="M12 3.5 5 6.5V12c0 4.2 3 6.9 7 8.5 4-1.6 7-4.3 7-8.5V6.5z"/><path d="m9 12 2.2 2.2L15.2 10"/>',
    "phone": '<path d="M6 4h3l1.5 4-2 1.5a11 11 0 0 0 6 6l1.5-2 4 1.5v3c0 1-.8 1.7-1.7 1.6C10.9 19.1 4.9 13.1 4.4 5.7 4.3 4.8 5 4 6 4z"/>',
    "print": '<path d="M7 9V4h10v5M7 17H4v-8h16v8h-3"/><path d="M7 14h10v6H7z"/>',
    "lock": '<path d="M5.5 11h13v9h-13z"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    "key": '<circle cx="8" cy="15" r="4"/><path d="m11 12 8-8M16 7l3 3"/>',
    "add": '<path d="M12 5v14M5 12h14"/>',
    "back": '<path d="M19 12H5m6-6-6 6 6 6"/>',
    "next": '<path d="M5 12h14m-6-6 6 6-6 6"/>',
    "down": '<path d="m6 9 6 6 6-6"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "ban": '<circle cx="12" cy="12" r="8.5"/><path d="m6 6 12 12"/>',
    "alert": '<path d="M12 4 3 19.5h18z"/><path d="M12 10v4.5M12 17v.1"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 8v.1"/>',
    "menu": '<path d="M5 7h14M5 12h14M5 17h14"/>',
    "user": '<circle cx="12" cy="12" r="8.5"/><circle cx="12" cy="10" r="2.7"/><path d="M6.7 18.5c.8-2.4 2.8-3.8 5.3-3.8s4.5 1.4 5.3 3.8"/>',
    "sun": '<circle cx="12" cy="12" r="3.5"/><path d="M12 3.5V6M12 18v2.5M3.5 12H6M18 12h2.5M6 6l1.7 1.7M16.3 16.3 18 18M18 6l-1.7 1.7M7.7 16.3 6 18"/>',
    "moon": '<path d="M19 14.5A7.5 7.5 0 0 1 9.5 5a7.5 7.5 0 1 0 9.5 9.5z"/>',
    "auto": '<circle cx="12" cy="12" r="8.5"/><path d="M12 3.5a8.5 8.5 0 0 1 0 17z" fill="currentColor"/>',
    "letter": '<path d="M4 6.5h16v11H4z"/><path d="m4 7.5 8 6 8-6"/>',
    "calendar": '<path d="M4.5 6.5h15V20h-15zM4.5 10.5h15M8.5 4v4M15.5 4v4"/>',
    "eye": '<path d="M3 12s3.3-6 9-6 9 6 9 6-3.3 6-9 6-9-6-9-6z"/><circle cx="12" cy="12" r="2.5"/>',
    "dot": '<circle cx="12" cy="12" r="3"/>',
}
LOGO = (
    '<svg class="logo" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true"><rect width="32" height="32" rx="8"/>'
    '<path d="M14.6 11.6 10 19.4M17.4 11.6l4.6 7.8M12.5 22h7"/><circle cx="16" cy="9" r="3"/><circle cx="9" cy="22" r="3"/>'
    '<circle cx="23" cy="22" r="3"/></svg>'
)
