// The little that the server can't do for the page.
window.edgeactors = {
  // A year; the server reads it, so that the first picture already has the right colours.
  rememberTheme: theme => { document.cookie = `edgeactors-theme=${theme};path=/;max-age=31536000;samesite=strict`; },
};
