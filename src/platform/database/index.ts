export { openDatabase, openPool, type ConnectionConfig, type Database, type PoolSizes } from './connection.ts';
export { inTransaction, type Query, type Transaction } from './transaction.ts';
export { insertRows, type Row } from './insert-rows.ts';
