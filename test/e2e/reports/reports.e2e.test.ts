import './figures.js';
import './report-forms.js';
import './report-mail.js';
import './report-truth.js';
import './rollup.js';
import './zones.js';
