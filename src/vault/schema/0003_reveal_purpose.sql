-- For which purpose of the consent catalogue somebody looked; null for looks of before this was asked.
alter table vault.reveal add column purpose text;
