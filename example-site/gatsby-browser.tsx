import './src/style.css';
import 'vanilla-cookieconsent/dist/cookieconsent.css';

export { wrapPageElement } from './src/components/wrap-page-element';
