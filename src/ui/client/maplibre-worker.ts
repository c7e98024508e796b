// The map's own thread, from our own origin: the page allows no other.
import 'maplibre-gl/dist/maplibre-gl-worker.mjs';
