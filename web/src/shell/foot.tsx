import type { ReactNode } from 'react';
import { config } from '../config.ts';
import { helpText, readerOf } from '../data/roles.ts';
import { useSession } from '../data/session.tsx';
import { ContactText } from '../parts/support.tsx';
import { languageNames } from '../text/catalogue.ts';
import { languages } from '../text/language.ts';
import { Text, useText } from '../text/text.tsx';
import { ThemeChoice } from './theme.tsx';

/** The foot of every page: the support contact, the language, the theme. */
export function Foot(): ReactNode {
  const { t, language, setLanguage } = useText();
  const { viewer } = useSession();
  const contact = config.supportContact;
  return (
    <footer className="foot" id="help" tabIndex={-1}>
      <div className="foot-inner">
        <p>
          <Text
            id={helpText(contact)}
            values={{
              reader: viewer.status === 'signedIn' ? readerOf(viewer.caller).reader : 'user',
              contact: (
                <a href={contact?.href}>
                  <ContactText />
                </a>
              ),
            }}
          />
        </p>
        <Statements />
        <ul aria-label={t('foot.language')}>
          {languages.map((each) => (
            <li key={each}>
              <button
                type="button"
                className="text-button"
                lang={each}
                aria-current={each === language || undefined}
                onClick={() => setLanguage(each)}
              >
                {languageNames[each]}
              </button>
            </li>
          ))}
        </ul>
        <ThemeChoice />
      </div>
    </footer>
  );
}

/** Links to the deployment's statements, if it has any. */
function Statements(): ReactNode {
  const { privacyLink, accessibilityLink } = config;
  if (privacyLink === null && accessibilityLink === null) return null;
  return (
    <ul>
      {privacyLink !== null && (
        <li>
          <a href={privacyLink}>
            <Text id="foot.privacy" />
          </a>
        </li>
      )}
      {accessibilityLink !== null && (
        <li>
          <a href={accessibilityLink}>
            <Text id="foot.accessibility" />
          </a>
        </li>
      )}
    </ul>
  );
}
