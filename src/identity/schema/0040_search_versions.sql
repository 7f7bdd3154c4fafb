-- Hashes of one version stand together, so that the next version finds those that are left.
create index consumer_phone_version on identity.consumer (phone_hash collate "C");
create index person_email_version on identity.person_email (email_hash collate "C");
create index recovery_code_version on identity.recovery_code (code_hash collate "C");
