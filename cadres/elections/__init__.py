"""Terms and elections in the browser: due list, re-election on one page, approvals, documents."""
