import { answerRoutes } from './answer-routes.tsx';
import { requestRoutes } from './routes.tsx';

export { requestWork } from './jobs.ts';
export { lateRequests, requestsForToday, type RequestLine } from './queries.ts';

export const routes = [...requestRoutes, ...answerRoutes];
