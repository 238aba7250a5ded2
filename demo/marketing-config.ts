import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

type Files = Readonly<Record<string, string | null>>;

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** The configuration of a shop's marketing team, as it stood last week. */
const LAST_WEEK: Files = {
  'README.md': '# Marketing configuration\n\nWhat lies in `config/` is what Hood runs on.\n',
  'config/integrations/twilio.yml': `# Texts of the shop
id: 1628
name: Twilio
type: sms
settings:
  sender: SHOP
  timeout: 30
`,
  'config/integrations/sendgrid.json': json({
    id: '1001',
    name: 'SendGrid',
    type: 'email',
    settings: { from: 'hello@shop.example' },
  }),
  'config/integrations/mailgun.yml': 'id: 1263\nname: Mailgun\ntype: email\nsettings: {from: news@shop.example}\n',
  'config/integrations/firebase.json': json({
    id: '1704',
    name: 'Firebase',
    type: 'push',
    settings: { project: 'shop-app' },
  }),
  'config/integrations/apns.yml': 'id: 1705\nname: Apple push\ntype: push\nsettings: {topic: example.shop}\n',
  'config/integrations/viber.yml': 'id: 1811\nname: Viber\ntype: sms\nsettings: {sender: Shop}\n',
  // No `id` inside: the file is named after it.
  'config/integrations/2201-onesignal.yml': 'name: OneSignal\ntype: push\nsettings: {app: shop}\n',
  'config/conversions/signup.yml': 'id: 1000192\nname: Sign-up\nvalue: 1\n',
  'config/conversions/purchase.json': json({ id: '1000293', name: 'Purchase', value: 'order.total' }),
  'config/conversions/newsletter.yml': 'id: 1001123\nname: Newsletter\nvalue: 0.5\n',
  // One file with a list; the second id has more digits than a JavaScript number keeps.
  'config/conversions/campaigns.yml': `- id: 1001200
  name: Spring sale
- id: 17236162066430100298
  name: Summer sale
`,
};

/** Five commits pushed together: only what they mean for Hood is to be told to Hood. */
const THIS_WEEK: readonly { readonly message: string; readonly files: Files }[] = [
  {
    message: 'Wait longer for Twilio',
    files: {
      'config/integrations/twilio.yml':
        LAST_WEEK['config/integrations/twilio.yml']?.replace('timeout: 30', 'timeout: 45') ?? null,
    },
  },
  {
    message: 'Tidy SendGrid up (no change for Hood)',
    files: {
      'config/integrations/sendgrid.json':
        '{"name": "SendGrid", "type": "email", "id": "1001",\n "settings": {"from": "hello@shop.example"}}\n',
    },
  },
  {
    message: 'Call the summer sale by its name, plan the autumn sale',
    files: {
      'config/conversions/campaigns.yml': `- id: 1001200
  name: Spring sale
- id: 17236162066430100298
  name: Beach sale
- id: 1001201
  name: Autumn sale
`,
    },
  },
  { message: 'Viber is over', files: { 'config/integrations/viber.yml': null } },
  { message: 'Say who to ask', files: { 'README.md': '# Marketing configuration\n\nQuestions to #marketing-tech.\n' } },
];

const DAY_MS = 24 * 60 * 60 * 1000;

/** A repository, and the payload of the push that brought its last commits. */
export interface PushedRepository {
  readonly root: string;
  readonly before: string;
  readonly after: string;
  readonly commits: readonly string[];
  readonly event: unknown;
}

/**
 * Makes the repository in an empty folder: a history, and then the push that the action is started by.
 *
 * @param prepare adds more to the first commit
 */
export function makeMarketingConfig(root: string, prepare?: (root: string) => void): PushedRepository {
  let date = Date.now();
  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: root,
      encoding: 'utf8',
      env: {
        ...process.env,
        GIT_AUTHOR_DATE: new Date(date).toISOString(),
        GIT_COMMITTER_DATE: new Date(date).toISOString(),
      },
    }).trim();
  const commit = (message: string, files: Files): string => {
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(root, name);
      if (content === null) rmSync(file);
      else {
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, content);
      }
    }
    git('add', '--all');
    git(
      '-c',
      'user.name=Mara',
      '-c',
      'user.email=mara@shop.example',
      '-c',
      'commit.gpgsign=false',
      'commit',
      '--quiet',
      '-m',
      message,
    );
    return git('rev-parse', 'HEAD');
  };
  git('init', '--quiet', '--initial-branch=main');
  prepare?.(root);
  date -= 7 * DAY_MS;
  const before = commit('The configuration as it is', LAST_WEEK);
  date += 7 * DAY_MS;
  for (const { message, files } of THIS_WEEK) commit(message, files);
  const after = git('rev-parse', 'HEAD');
  return {
    root,
    before,
    after,
    commits: git('log', '--reverse', '--format=%h %s', `${before}..${after}`).split('\n'),
    event: {
      ref: 'refs/heads/main',
      before,
      after,
      created: false,
      deleted: false,
      forced: false,
      repository: {
        full_name: 'acme/marketing-config',
        default_branch: 'main',
        html_url: 'https://github.com/acme/marketing-config',
      },
      head_commit: { id: after },
    },
  };
}
