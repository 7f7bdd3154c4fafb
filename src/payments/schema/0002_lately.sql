-- When a wallet last sent a notice, for its health.
create index notice_wallet on payments.notice (wallet, at_ms);
