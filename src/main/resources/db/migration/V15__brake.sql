-- Until when an operator holds the sending of single models: {model: time}, infinity until it is released; null: of none. Beside
-- the table brake, because the statements of the queue read the row of pace already. The release before does not know it.
alter table pace add column model_brakes jsonb;
