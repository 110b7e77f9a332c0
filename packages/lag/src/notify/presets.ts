// Messages for services that are known, so that nobody must write a template for them: Slack and Microsoft Teams by an incoming webhook, PagerDuty by
// its events API. Any of them is only a template and an address: what class "http" does with them is what is done.

export interface Preset {
  readonly url: string;
  readonly method: string;
  readonly open: string;
  readonly close: string;
}

const PARTITIONS =
  "{{range $i, $p := .Result.Partitions}}{{if lt $i 10}}{{if $i}}, {{end}}{{$p.Topic}}-{{$p.Partition}} {{$p.Status}} {{$p.CurrentLag}}{{end}}{{end}}";

function slack(color: string, title: string): string {
  return `{"attachments":[{"color":"${color}","title":{{jsonencoder (printf "${title}" .Group)}},"fields":[{"title":"Group","value":{{jsonencoder .Group}},"short":false},{"title":"Cluster","value":{{jsonencoder .Cluster}},"short":true},{"title":"Status","value":"{{.Result.Status}}","short":true},{"title":"Total lag","value":"{{.Result.TotalLag}}","short":true},{"title":"Since","value":"{{.Start.Format "2006-01-02T15:04:05Z07:00"}}","short":true},{"title":"Partitions","value":"${PARTITIONS}","short":false}]}]}`;
}

function teams(color: string, title: string): string {
  const fact = (name: string, value: string): string => `{"title":"${name}","value":${value}}`;
  const facts = [
    fact("Group", "{{jsonencoder .Group}}"),
    fact("Cluster", "{{jsonencoder .Cluster}}"),
    fact("Status", '"{{.Result.Status}}"'),
    fact("Total lag", '"{{.Result.TotalLag}}"'),
    fact("Since", '"{{.Start.Format "2006-01-02T15:04:05Z07:00"}}"'),
    fact("Partitions", `"${PARTITIONS}"`),
  ];
  const head = `{"type":"TextBlock","size":"Medium","weight":"Bolder","color":"${color}","text":{{jsonencoder (printf "${title}" .Group)}},"wrap":true}`;
  const card = `{"$schema":"http://adaptivecards.io/schemas/adaptive-card.json","type":"AdaptiveCard","version":"1.4","body":[${head},{"type":"FactSet","facts":[${facts.join(",")}]}]}`;
  return `{"type":"message","attachments":[{"contentType":"application/vnd.microsoft.card.adaptive","content":${card}}]}`;
}

function pagerDuty(routingKey: string, action: "trigger" | "resolve"): string {
  const payload =
    action === "resolve"
      ? ""
      : `,"payload":{"summary":{{jsonencoder (printf "Consumer group %s in %s is %v, total lag %d" .Group .Cluster .Result.Status .Result.TotalLag)}},"source":{{jsonencoder .Cluster}},"severity":"{{if eq .Result.Status 2}}warning{{else}}critical{{end}}","component":{{jsonencoder .Group}},"custom_details":{{jsonencoder .Result}}}`;
  return `{"routing_key":${JSON.stringify(routingKey)},"event_action":"${action}","dedup_key":"{{.ID}}"${payload}}`;
}

const LAGS = "Consumer group %s is lagging";
const CLOSED = "Consumer group %s is well again";

/** The preset of a class; undefined for a class that is none. */
export function presetOf(className: string, webhook: string, routingKey: string): Preset | undefined {
  switch (className) {
    case "slack":
      return { url: webhook, method: "POST", open: slack("danger", LAGS), close: slack("good", CLOSED) };
    case "teams":
      return { url: webhook, method: "POST", open: teams("Attention", LAGS), close: teams("Good", CLOSED) };
    case "pagerduty": {
      const url = webhook === "" ? "https://events.pagerduty.com/v2/enqueue" : webhook;
      const [open, close] = [pagerDuty(routingKey, "trigger"), pagerDuty(routingKey, "resolve")];
      return { url, method: "POST", open, close };
    }
    default:
      return undefined;
  }
}
