export { openDatabase, openPool, type ConnectionConfig, type Database } from './connection.ts';
export { inTransaction, type Query, type Transaction } from './transaction.ts';
export { insertRows, type Row } from './insert-rows.ts';
