/** What a message means, for whoever meets it. Markdown. */
export interface Trouble {
  /** What the log says, `…` for what differs from case to case. A message holds one of these. */
  readonly says: readonly string[];
  readonly because: string;
  readonly todo: string;
}

/**
 * Every message with which the action asks for somebody's attention: the source of docs/troubleshooting.md (`npm run docs`).
 * The keys are the anchors of that page, which messages link to, so they stay what they are.
 */
export const TROUBLES = {
  Inputs: {
    'token-empty': {
      says: ['`token` is empty'],
      because:
        'The secret does not exist under that name, or the run gets no secrets: pull requests from forks, and Dependabot.',
      todo: 'Create the secret (repository or organization, Settings → Secrets and variables → Actions) and pass it as `token`. Where there are no secrets, use `dry-run: true`.',
    },
    'token-malformed': {
      says: [
        '`token` holds blanks, line breaks or characters that no token has',
        '`token` has … characters, which is too short for an Ocamba API token',
        '`token` has … characters, more than any server takes in a header',
        '`token` looks like the name of a secret, not like its value',
        '`token` is a plain word that no API token is',
        '`token` is a number such as ids are',
      ],
      because:
        'The secret was copied with something around it, or only a part of it. A very short value is refused because GitHub masks it wherever it occurs, in half the log.',
      todo: 'Copy the whole token into the secret again, on one line and without quotes.',
    },
    'input-value': {
      says: ['`…` got …; it takes …', '`base` got …; it goes back at most … commits'],
      because: 'An input has a value that it does not take. Nothing was sent.',
      todo: 'The message says what the input takes; [the README](../README.md#inputs) has them all. An input of the workflow that is passed on may be empty or a text like `null`.',
    },
    'no-entries': {
      says: ['`integration` and `conversion` are both empty'],
      because: 'Neither input holds an entry: often an output of an earlier step that is not set, or a wrong step id.',
      todo: 'Give at least one an id, a config file or a glob. If an empty list is normal, leave the step out then, with `if:`.',
    },
    'id-path': {
      says: ['`id-path` got …, which is not an RFC 9535 JSONPath'],
      because: 'The JSONPath has a syntax error.',
      todo: 'It starts with `$`, as in `$.integrations[*].id`. Quote it in YAML.',
    },
    'api-url': {
      says: ['`api-url` got …', '`api-url` is not a URL', '`api-url` holds a user or a password'],
      because: 'The token is only ever sent over `https`; `http` is for tests on the same machine.',
      todo: 'Leave `api-url` at its default, or give an `https` URL without user, password, `?` and `#`.',
    },
    'path-input': {
      says: ['`path` is …, which leads out of the workspace', '`path` is …, but … is not the folder of a checkout'],
      because: '`path` is for workflows that give `actions/checkout` a `path`, and both must have the same value.',
      todo: 'Give both the same folder, or leave `path` out of both.',
    },
  },
  Entries: {
    'entries-json': {
      says: [
        '… is not valid JSON: … A value that starts with [ and ends with ] is read as a JSON array',
        '… is not valid JSON: … It looks like JSON whose quotes were escaped with backslashes',
        '… takes a JSON array of strings or integers',
      ],
      because:
        'A value from `[` to `]` is read as JSON. Some actions print JSON with escaped quotes, and some print objects.',
      todo: 'Turn escaping off in the step that made it (`escape_json: false` of tj-actions/changed-files), or give one entry a line. For a glob that begins with `[`, add a second line.',
    },
    'entry-malformed': {
      says: [
        '… is not an id; an id is a whole number of 1 to 20 digits without leading zeros',
        '"!" excludes nothing',
        '… looks like an excluded id',
        '"@" names no list',
        '…: lists do not nest',
        '… holds a NUL character',
        '"***" is what the runner shows in place of a secret',
      ],
      because: 'The entry has a form that nothing has: an id is digits, `!` takes a path or a glob, `@` takes a file.',
      todo: 'Correct the entry that the message quotes; [the README](../README.md#entries) has the grammar.',
    },
    'entry-not-found': {
      says: [
        '… is neither an id nor a glob, and no file of that name exists',
        '… is a directory that does not exist or holds no file',
      ],
      because:
        'The path exists neither in the checkout nor at the base: misspelled, in another case, or relative to another folder.',
      todo: 'Write it as git has it, relative to the checkout, with `/` on every system (tj-actions/changed-files on Windows: `use_posix_path_separator: true`). If it may be missing, write a glob instead: a glob without a match is only a warning.',
    },
    'entry-outside': {
      says: ['… lies outside the checkout', '… has a `..`'],
      because: 'Only files of the checkout are read.',
      todo: 'Give a path relative to the checkout. For a checkout in a subfolder set `path`.',
    },
    'entry-no-file': {
      says: ['… is a symbolic link, and links are not followed', '… is a submodule or another repository'],
      because: 'Links are not followed, since they can lead anywhere, and another repository has a history of its own.',
      todo: 'Name the file that the link points to; check the other repository out with `path`, and use the action there with `base: none` or a `base` of that repository.',
    },
    'entry-no-config': {
      says: ['… is not a config file; those end in .json, .yaml or .yml'],
      because: 'A file that is named one by one must be one that can hold objects.',
      todo: 'Name the config file, or the ids. A list of entries in a text file is given with an `@` before it.',
    },
    'exclusions-alone': {
      says: ['… holds only exclusions'],
      because:
        'Exclusions take something out of what other entries bring in; alone they would mean nothing, or everything.',
      todo: 'Add what they are taken from, such as `config/**`.',
    },
    'glob-malformed': {
      says: [
        '… has a [ without its ]',
        '… has a { without its }',
        '… has a } without its {',
        '… has a class … that cannot be read',
        '… stands for more than … patterns',
        '… nests {} deeper than … levels',
      ],
      because: 'A bracket or brace is not closed, or braces multiply to too many patterns.',
      todo: 'Close it, or put a `\\` before it if it is meant literally.',
    },
    'too-many-patterns': {
      says: ['… holds more than … patterns, and each is compared with every file'],
      because: 'Every pattern is held against every file of the checkout; by the ten thousand that takes minutes.',
      todo: 'Write fewer and broader patterns, or name the files: those may be as many as you like.',
    },
    'glob-no-match': {
      says: ['`…`: the glob "…" matches no file'],
      because: 'A warning: nothing matches, neither now nor at the base. Mostly a misspelled folder.',
      todo: 'Patterns are relative to the checkout, use `/` on every system, and case counts. Take the line out if the folder is gone for good.',
    },
    'list-unreadable': {
      says: [
        '… the list … does not exist',
        '… the list … lies outside the workspace and RUNNER_TEMP',
        '… the list … is not a regular file',
        '… the list … has … bytes; at most … are read',
        '… the list … cannot be read: …',
        '… the list … is not UTF-8',
        '… the list … is reached by a symbolic link',
        '… the list … lies in the folder of git',
      ],
      because:
        'The file behind `@` does not exist, lies outside the workspace and `RUNNER_TEMP` or in the folder of git, is reached by a symbolic link, is larger than 64 MiB, or is not UTF-8.',
      todo: 'The message says which. A relative name starts at the checkout; in Windows PowerShell write the file with `-Encoding utf8`.',
    },
    'shared-id': {
      says: ['`resync-all-if-changed`: "…" is an id'],
      because: 'This input names the files that all objects share, not objects.',
      todo: 'Put ids into `integration` or `conversion`.',
    },
  },
  'Config files': {
    'file-syntax': {
      says: ['… is not valid JSON: …', '… is not valid YAML: …'],
      because: 'The file does not parse. Nothing was sent, so that a slip in one file cannot pass for a deletion.',
      todo: 'Correct it at the line that is named. JSON has no comments and no trailing commas. Exclude a file that is not a config file of Hood with `!`.',
    },
    'duplicate-key': {
      says: ['… holds the key … twice in one object', '… holds the key … twice in one mapping'],
      because: 'Readers disagree on which of the two counts, so the value is not certain.',
      todo: 'Take one of them out.',
    },
    'too-deep': {
      says: [
        '… is nested deeper than … levels',
        '… has more than … aliases',
        '… holds more than … documents',
        '… holds more than … words and signs',
        '… brings in more than … characters by aliases',
        '… has aliases of aliases, deeper than … levels',
        '… has too many anchors and aliases',
        '… has more than … characters of keys that are lists or mappings',
        '… holds too much, too deep down, for `id-path`',
      ],
      because: 'The file is built like an attack on parsers, and no configuration needs that.',
      todo: 'Exclude the file with `!`, or flatten or split it.',
    },
    'file-encoding': {
      says: ['… is not UTF-8', '… holds a NUL character, so it is UTF-16 or no text at all'],
      because: 'The file is in another encoding, such as Windows-1252 or UTF-16.',
      todo: 'Save it as UTF-8; a byte order mark is allowed.',
    },
    'file-unreadable': {
      says: ['… cannot be read: …'],
      because:
        'The file is too large for a config file (5 MiB), lies behind a symbolic link, is not a regular file, or may not be read.',
      todo: 'The message says which. Exclude the file with `!` if it is not a config file.',
    },
    'no-id': {
      says: ['… holds no id: …', '… holds no `id`, while others in the same file do'],
      because:
        'No id where one is looked for: `id` of the root object, or of each element of a root list, or what `id-path` selects, or the digits at the start of the file name.',
      todo: 'Add the id, set `id-path`, name the file after it (`1628-twilio.yml`), or exclude the file with `!`.',
    },
    'bad-id': {
      says: ['… has … for an id'],
      because: 'An id is a whole number of 1 to 20 digits without leading zeros; the value is something else.',
      todo: 'Correct it. If the field is not Hood’s id, let `id-path` select the right one.',
    },
    'base-version-unreadable': {
      says: [
        '…: its …, so all its ids count as changed',
        '… was deleted, and its …, so the ids that it held are not known',
      ],
      because:
        'A warning: the file was broken at the base, so it cannot be told what changed in it. Everything in it counts as changed.',
      todo: 'Nothing, if the file is right now. Sync ids that were removed from it by hand if they matter.',
    },
  },
  'The base, and the history': {
    'base-unreadable': {
      says: ['The commit … (…) cannot be read'],
      because:
        'The commit to compare with is gone: the history was rewritten, or its branch was deleted. It is not taken for "nothing changed".',
      todo: 'Set `base` to a commit that exists, or once to `none` (started by hand, for instance) to send every file that the globs match.',
    },
    'base-in-doubt': {
      says: ['Every file that the globs match counts, since after the base (…) …'],
      because:
        'A warning: runs or deployments after the base may have synced some objects, and their commits are gone (a force push) or too many to compare with each.',
      todo: 'Nothing: more is sent than may be needed, so that no change is lost. The next run that succeeds is the new base.',
    },
    'base-unknown': {
      says: ['`base: …` names no branch, tag or commit of this repository', '`base: …` goes back beyond …'],
      because: 'What `base` names does not exist: misspelled, not pushed, or beyond the first commit.',
      todo: 'Name a branch, a tag or a SHA that is on GitHub.',
    },
    'no-default-branch': {
      says: ['The default branch `…` does not exist'],
      because: 'A new branch is compared with its merge-base with the default branch, and that is missing.',
      todo: 'Set `base` to a branch or SHA.',
    },
    'no-common-commit': {
      says: ["The checked-out commit … has no commit in common with the pull request's base"],
      because: 'Another commit than the pull request’s is checked out, or the branches share no history.',
      todo: 'Check out the pull request’s head or merge commit, which is the default of `actions/checkout`, or set `base`.',
    },
    'environment-unknown': {
      says: [
        '`base: last-deployment` needs to know the environment, but this job deploys to none',
        '`base: last-deployment` cannot tell which environment this job deploys to',
      ],
      because:
        'The last deployment is looked for in one environment, and this job has none, or several jobs deploy at once.',
      todo: 'Give the job an `environment`, let deploying jobs run one after the other with `needs`, or use the events `deployment` and `deployment_status`.',
    },
    'run-unknown': {
      says: ['GITHUB_RUN_ID is not set'],
      because: 'The step runs outside of GitHub Actions, or its environment was cleared.',
      todo: 'Set `base` to a git ref or SHA, or to `none`.',
    },
    'event-payload': {
      says: ['The payload of the event `…` (GITHUB_EVENT_PATH) has no `…`', '… must be …, but is …'],
      because:
        'What GitHub writes about the event is missing or has been changed. Tools that imitate GitHub write less.',
      todo: 'Set `base` to a git ref or SHA, or to `none`; with `act`, give the event’s payload with `-e`.',
    },
    'other-repository': {
      says: ['The checkout is of …, but the event `…` and the runs of this workflow are about commits of …'],
      because: '`path` holds a checkout of another repository, whose commits the event and earlier runs do not know.',
      todo: 'Set `base` to a branch, tag or SHA of the repository that is checked out, or to `none`; or run the workflow in that repository.',
    },
    'other-commit': {
      says: ['The checkout is at …, but the event `…` is about …'],
      because:
        'A warning: the checkout was made with a `ref`, or an earlier step switched branches. What is checked out is used.',
      todo: 'Nothing if it is meant so; else give `actions/checkout` the `ref` that the message names.',
    },
    'dry-success': {
      says: ['This dry run will pass for a success of this workflow'],
      because:
        'A warning: GitHub tells of a run whether it succeeded, not that it sent nothing, and `last-success` counts it.',
      todo: 'Let a workflow of its own do the dry runs.',
    },
    'branch-deleted': {
      says: ['The push deleted `…`'],
      because: 'A warning: deleting a branch is a push, too. There is nothing to sync.',
      todo: 'Leave such runs out with `if: github.event.deleted != true`.',
    },
    'tag-too-far': {
      says: ['No tag was found among the … commits before …'],
      because: 'The earlier tag lies very far back, and the search through GitHub’s API would use up its limit.',
      todo: 'Give `actions/checkout` `fetch-depth: 0`, or set `base` to the tag.',
    },
    'commit-unknown': {
      says: ['The commit … is not on GitHub'],
      because: 'The commit was made in the run and not pushed, so GitHub knows nothing of its history.',
      todo: 'Push it first, or give `actions/checkout` `fetch-depth: 0`.',
    },
  },
  'git, and GitHub’s API': {
    'no-checkout': {
      says: [
        'There is no checkout, and GITHUB_SHA is empty',
        'The checkout in … keeps its repository outside the workspace, in …',
      ],
      because: 'There is nothing to read the configuration from, or it lies where the action reads nothing.',
      todo: 'Run `actions/checkout` before this step.',
    },
    'git-old': {
      says: ['git … is too old to read the checkout'],
      because: 'An old image or a container brings an old git; Ubuntu 20.04 has 2.25.',
      todo: 'Take a newer image, or update git in it. Without a checkout no git is needed.',
    },
    'git-missing': {
      says: ['git could not be started'],
      because: 'The runner or the job’s container has no git.',
      todo: 'Install git in the image, or leave the checkout out: without one everything is read through GitHub’s API.',
    },
    'checkout-unreadable': {
      says: ['The checkout in … has no commit that can be read'],
      because: 'The folder has a `.git`, but no commit: an empty repository, or a broken or foreign `.git`.',
      todo: 'Check it out with `actions/checkout`.',
    },
    'github-settings': {
      says: ['GITHUB_REPOSITORY is …', 'GITHUB_API_URL is …'],
      because: 'The environment that GitHub sets is not as GitHub sets it.',
      todo: 'Look for what overwrites it in the workflow’s `env`.',
    },
    'github-token': {
      says: ['`github-token` is empty', 'GitHub refused `github-token` (401'],
      because:
        'The checkout does not suffice, and the token that reads the repository is missing, not valid, or has expired.',
      todo: 'Leave `github-token` at its default, or replace the token. With `fetch-depth: 0` at `actions/checkout` it is hardly ever needed.',
    },
    'github-permission': {
      says: ['GitHub did not give …'],
      because: 'The job’s token may not read it. A list under `permissions` takes away whatever is not in it.',
      todo: 'Add the permission that the message names: `contents: read`, `actions: read` (`base: last-success`) or `deployments: read` (`base: last-deployment`).',
    },
    'github-limit': {
      says: ["GitHub's limit on API requests is used up"],
      because:
        'A job’s token has 1,000 requests an hour and repository; without a checkout each config file takes one.',
      todo: 'Use `actions/checkout` before this step, with `fetch-depth: 0` for the fewest requests, or run the job again later.',
    },
    'github-unreachable': {
      says: [
        "GitHub's API at … did not give …",
        "GitHub's API failed to give …",
        "GitHub's API gave …",
        "GitHub's API names a file",
      ],
      because: 'No answer, or a broken one, also after several attempts.',
      todo: 'Run the job again. If it stays so, check the runner’s network and proxy, and https://www.githubstatus.com.',
    },
    'too-many-files': {
      says: ["The folder … holds more files than GitHub's API lists"],
      because: 'Without a checkout, folders are listed through the API, which stops at 100,000 files.',
      todo: 'Use `actions/checkout` before this step.',
    },
  },
  Sending: {
    'token-refused': {
      says: ['Hood refused the token (status …)'],
      because:
        'The token has expired, is not valid yet, was revoked, or belongs to another account. Nothing else was sent.',
      todo: 'Check its start and end date in Ocamba, under Profile, "API Tokens"; put a valid token into the secret; run again.',
    },
    'refused-alike': {
      says: ['The first requests all failed alike (…) and none was accepted'],
      because:
        'Two different batches got the same answer and none was accepted, so no single id can be the cause. Nothing else was sent.',
      todo: 'Read Hood’s answer. Check `api-url`, that ids of integrations did not land in `conversion`, and that the token’s account has these objects. A bad id in each of the first batches looks the same: raise `batch-size` until all ids go into one, in which the bad ones are then found.',
    },
    unreachable: {
      says: ['Hood kept failing after repeated attempts'],
      because: 'Hood is down, or the way to it is closed: DNS, firewall, proxy, TLS.',
      todo: 'Check `api-url`, the runner’s network and proxy, and the state of the Ocamba API, then run again. Resyncing twice does no harm.',
    },
    deadline: {
      says: ['The time for sending (timeout-minutes) was up', 'Hood asks to wait … before the next request'],
      because: 'There was more to send than the time and the account’s limits allow, or Hood asked to wait for longer.',
      todo: 'Run again for the rest, raise `timeout-minutes`, or raise `batch-size`.',
    },
    cancelled: {
      says: ['The run was cancelled'],
      because:
        'Somebody cancelled the run, a newer run of the same `concurrency` group did, or the job’s own `timeout-minutes` was up.',
      todo: 'Run again; with `base: last-success` the next run covers what this one left. For runs that wait for each other, use `cancel-in-progress: false`.',
    },
    rejected: {
      says: ['Refused: …', 'Hood refused each of these ids in a request of its own', 'Hood refused …'],
      because:
        'Hood refused the id in a request of its own: it does not exist in this account, or is of the other type.',
      todo: 'Look the id up in Hood. Correct or remove it in the config file, then run again. If it is right, ask Ocamba with the trace id.',
    },
    failed: {
      says: ['Failed: …', 'Hood, or the way to it, failed, so these ids were given up'],
      because:
        'The request with these ids failed as often as `max-attempts` allows, or with an answer that no retry mends.',
      todo: 'The ids are not known to be wrong: run again when Hood answers, or feed `failed-integration` and `failed-conversion` to a later step.',
    },
    unresolved: {
      says: ['Unresolved: …', 'These ids stood in a batch that Hood refused, and which of them it meant is not known'],
      because: 'Hood refused a batch in which many ids are bad, and the search for them is bounded.',
      todo: 'Mend what is listed as refused, then run again; a smaller `batch-size` helps to tell them apart.',
    },
    'not-sent': {
      says: ['Not sent: …', 'Sending ended before these ids had their turn'],
      because: 'Sending ended early; the reason stands above it in the log and in the summary.',
      todo: 'Mend the reason, then run again.',
    },
    'proxy-setting': {
      says: ['The proxy set by … in the environment is not a URL'],
      because: 'The runner’s `https_proxy` (or `http_proxy`) cannot be read.',
      todo: 'Write it as `http://host:port`.',
    },
  },
  'The step itself': {
    'nothing-to-sync': {
      says: ['The inputs led to no id that is to be synced'],
      because:
        'Nothing changed since the base, or the globs match nothing, and `if-nothing-to-sync` asks to hear of it.',
      todo: 'Check the globs and `base` in the log; if it is normal, set `if-nothing-to-sync: ignore`.',
    },
    'output-too-large': {
      says: ['The output `…` is left empty'],
      because: 'A warning: GitHub limits outputs, and an array beyond 256 KiB would endanger the others.',
      todo: 'Read the ids from the file that the output `report` names.',
    },
    'not-written': {
      says: ['… could not be written: …'],
      because: 'The disk is full, or `RUNNER_TEMP`, `GITHUB_OUTPUT` or `GITHUB_STEP_SUMMARY` cannot be written.',
      todo: 'Mend what the message names. What was sent was sent: the log tells.',
    },
    bug: {
      says: ['The action failed where it should not'],
      because: 'A bug of the action, or something that nobody thought of.',
      todo: 'Run again with debug logging on, and [report](https://github.com/ocamba/hood-resync/issues) what it shows.',
    },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Trouble>>>>;

type Troubles = typeof TROUBLES;

/** A row of docs/troubleshooting.md, by its anchor. */
export type Topic = { [Chapter in keyof Troubles]: keyof Troubles[Chapter] }[keyof Troubles];
