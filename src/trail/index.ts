export { routes } from './trail-routes.tsx';
