-- to find the leases that ran out without reading the others
CREATE INDEX lease_expiry ON lease (expires_at_ms, id);
