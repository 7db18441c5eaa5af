using System.Globalization;

namespace Payments.EndToEnd.Tests.Fuzzing.Requests;

/// <summary>Changes method, version, headers and framing.</summary>
internal static class HeaderMutations
{
    private static readonly string?[] Hosts =
    [
        null, "", "a:99999", "xn--", "xn--a:1", "[::1", "a b", "localhost:0", "\u00e4.example", "127.0.0.1",
        "example.com:80",
    ];

    private static readonly string[] ContentTypes =
    [
        "", "text/plain", "application/json; charset=utf-16", "application/json;;", "multipart/form-data; boundary=x",
        "application/xml", "application/x-www-form-urlencoded", "a/b/c", "application/json, text/html", "\u00e4",
    ];

    private static readonly string[] Versions =
        ["HTTP/1.0", "HTTP/1.0", "HTTP/1.2", "HTTP/2.0", "HTTP/0.9", "HTTP"];

    private static readonly string[] Methods =
        ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "get", "G\u00c4T", "A+B"];

    private static readonly (string Name, string Value)[] Odd =
    [
        ("Expect", "100-continue"), ("Expect", "200-ok"), ("Accept", "text/html;q=0"), ("Accept", "\u00e4"),
        ("Accept-Encoding", "br, gzip, zstd;q=2"), ("Content-Encoding", "gzip"), ("Connection", "close"),
        ("Connection", "Upgrade, HTTP2-Settings"), ("Upgrade", "h2c"), ("Upgrade", "websocket"), ("TE", "trailers"),
        ("X-Forwarded-For", "1.2.3.4, \u00e4"), ("X-Forwarded-For", "::ffff:1.2.3.4:99999"),
        ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "gopher"), ("Forwarded", "for=\"_x\";;"),
        ("X-HTTP-Method-Override", "DELETE"), ("Origin", "null"), ("Origin", "http://localhost:99999"),
        ("Origin", "http://localhost:\u0661"), ("Cookie", "a=b; c"), ("Range", "bytes=0-"), ("If-Match", "*"),
        ("If-None-Match", "W/\"x\""), ("Transfer-Encoding", "identity"), ("Trailer", "Authorization"),
        ("traceparent", "00-ffffffffffffffffffffffffffffffff-ffffffffffffffff-ff"), ("traceparent", "00-0-0-00"),
        ("tracestate", "=,=\u00e4"), ("baggage", "a=%"), ("x-ms-invocation-id", "00000000-0000-0000-0000-000000000000"),
        ("x-ms-invocation-id", "\u00e4"), ("X-WAWS-Unencoded-URL", "/fuzzed/orders/%2F"), ("Request-Id", "|a."),
        ("X-WAWS-Unencoded-URL", "//[::1"), ("Authorization", "Basic Og=="), ("Authorization", "Bearer a.b.c"),
        ("Api-Key", "a"), ("Client-Request-Id", ""), ("Timestamp", "99999999999999999999"), ("a b", "c"), ("", "x"),
        ("Content-Type", "text/html"), ("Referer", "javascript:alert(1)"), ("User-Agent", ""), ("Date", "yesterday"),
    ];

    /// <summary>Besides the framing that the body has. Without a body, the server would wait for one.</summary>
    private static readonly (string Name, string Value)[] OfBodies =
    [
        ("Content-Length", "5"), ("Content-Length", "-1"), ("Content-Length", "a"),
        ("Content-Length", "99999999999999999999"), ("Transfer-Encoding", "gzip, chunked"),
        ("Transfer-Encoding", "chunked, chunked"),
    ];

    public static void Apply(Draft draft, Dice dice)
    {
        switch (dice.Below(10))
        {
            case 0:
                draft.Host = dice.Pick(Hosts);
                AtHost(draft, $"Host {draft.Host}");
                break;
            case 1:
                draft.ContentType = dice.Pick(ContentTypes);
                AtHost(draft, $"Content-Type {draft.ContentType}");
                break;
            case 2:
                draft.Method = dice.Pick(Methods);
                AtHost(draft, $"method {draft.Method}");
                break;
            case 3:
                draft.Headers.Add(("Idempotency-Key", Clean(HostileValues.NextText(dice))));
                AtHost(draft, "Idempotency-Key");
                break;
            case 4:
                draft.Version = dice.Pick(Versions);
                AtHost(draft, draft.Version);
                break;
            case 5:
                Frame(draft, dice);
                break;
            case 6 when dice.Percent(30):
                AddMany(draft, dice);
                break;
            default:
                var hasBody = draft.Json is not null || draft.Bytes is not null;
                var (name, value) = dice.Pick(hasBody && dice.Percent(20) ? OfBodies : Odd);
                draft.Headers.Add((name, value));
                AtHost(draft, $"{name}: {value}");
                break;
        }
    }

    private static void Frame(Draft draft, Dice dice)
    {
        draft.Framing = dice.Below(8) switch
        {
            0 => Framing.BrokenChunks,
            1 => Framing.HangUp,
            _ => Framing.Chunked,
        };
        // Whether a body comes at all decides if there is anything to break.
        AtHost(draft, $"{draft.Framing}");
    }

    private static void AddMany(Draft draft, Dice dice)
    {
        if (dice.Percent(50))
        {
            // The host takes 100, and adds some.
            var count = dice.Pick((int[])[80, 90, 93, 95, 120]);
            for (var n = 0; n < count; n++)
                draft.Headers.Add(($"X-Many-{n.ToString(CultureInfo.InvariantCulture)}", "v"));
        }
        else
        {
            draft.Headers.Add(("X-Long", new string('x', dice.Pick((int[])[9_000, 31_000, 32_000, 40_000]))));
        }

        AtHost(draft, "many or long headers");
    }

    /// <summary>A line break would end the header.</summary>
    private static string Clean(string text) => text.Replace("\r", "", StringComparison.Ordinal)
        .Replace("\n", "", StringComparison.Ordinal);

    private static void AtHost(Draft draft, string mutation)
    {
        draft.MayEndAtHost = true;
        draft.Mutations.Add(mutation);
    }
}
