-- The grants of the gateway's own role. Run it as the owner after `ledger migrate`, and again after an upgrade:
-- psql "$DATABASE_OWNER_URL" -v role=identity_gateway -f grants.sql
-- The role can add and read records, but not change or delete them. Sessions of the pages, messages about events,
-- which gateways run, the position of the audit log, proofs in progress, the lines of campaigns, states of requested changes,
-- counts of devices and setup codes are not records.
GRANT CONNECT ON DATABASE :"DBNAME" TO :"role";
GRANT SELECT, INSERT ON ledger_record, ledger_owner TO :"role";
GRANT SELECT, INSERT, UPDATE, DELETE ON page_session, outbox_message, outbox_channel, gateway_instance TO :"role";
GRANT SELECT, INSERT, UPDATE, DELETE ON security_quota TO :"role";
GRANT SELECT, INSERT, UPDATE, DELETE ON audit_position, audit_lease, identity_proof, identity_check, wrong_check_code TO :"role";
GRANT SELECT, INSERT, UPDATE, DELETE ON campaign, campaign_line, campaign_count, pending_change, device_coverage, enrolment_hold TO :"role";
GRANT SELECT ON kysely_migration, kysely_migration_lock TO :"role";
