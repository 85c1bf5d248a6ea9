// Starts the small modules. Each does one job and listens on the document, so swapped content needs no starting again.
import './queue.js';
import './leave.js';
import './session.js';
import './idle.js';
import './confirm.js';
import './problems.js';
import './drawn.js';
import './focus.js';
import './picker.js';
import './combo.js';
import './counter.js';
import './help.js';
import './menu.js';
import './messages.js';
import './once.js';
import './tally.js';
import './bare.js';
