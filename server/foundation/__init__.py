"""What every slice stands on. A closed list: database, access, clock, crypto, problems, audit, registry."""
