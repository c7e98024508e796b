export { openSender, type SenderSettings } from './open-sender.ts';
export { NeverDeliverable, neverWords, RetryLater, type Channel, type OutgoingMessage, type Sender } from './sender.ts';
