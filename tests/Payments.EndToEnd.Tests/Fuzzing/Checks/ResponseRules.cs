using System.Text.Json;
using System.Text.RegularExpressions;
using Payments.EndToEnd.Tests.Fuzzing.Requests;
using Payments.EndToEnd.Tests.Fuzzing.Wire;

namespace Payments.EndToEnd.Tests.Fuzzing.Checks;

/// <summary>What must hold of every response, whatever was sent.</summary>
internal sealed partial class ResponseRules(IReadOnlyList<string> cards)
{
    private const string TraceHeader = "ApiTraceId";

    /// <summary>The rules that a response breaks.</summary>
    public IEnumerable<string> FindBroken(Draft draft, RawResponse response)
    {
        if (response.Status is < 200 or >= 500 && !RejectsVersion(draft, response))
            yield return $"status {response.Status}";
        if (Leaks(response) is { } leak) yield return $"it shows internals: {leak}";
        if (cards.FirstOrDefault(card => response.ToString().Contains(card, StringComparison.Ordinal)) is { } card)
            yield return $"it repeats the card number {card}";
        if (!IsFromFunction(response))
        {
            if (!IsFromHost(draft, response)) yield return "security headers are missing";
            yield break;
        }

        if (response.Header("Cache-Control") != "no-store" && !MayBeDocument(draft)) yield return "it may be cached";
        if (IsUnproved(draft) && response.Status is >= 200 and < 300)
            yield return $"{draft.Proof} credentials were accepted";
        if (response.Status < 400)
        {
            if (!MayBeDocument(draft) && !IsSound(response)) yield return "a response that is not valid JSON";
            yield break;
        }

        if (draft.Method == "HEAD") yield break;
        var surface = Surfaces.Of(draft.Operation);
        // A changed address can be that of another API.
        if (!draft.MayEndAtHost && ErrorShapes.FindMistake(surface, response) is { } mistake) yield return mistake;
        var needsTrace = surface != Surface.Open && draft.Method != "OPTIONS";
        if (needsTrace && !TraceId().IsMatch(response.Header(TraceHeader) ?? ""))
            yield return "an error without a trace id";
    }

    /// <summary>Whether a function, or what the worker runs before it, gave the response.</summary>
    public static bool IsFromFunction(RawResponse response) => response.Header("X-Content-Type-Options") == "nosniff";

    /// <summary>
    /// The host in front rejects malformed HTTP, and what no function is there for, by a status alone. Its home page
    /// answers at <c>/</c>.
    /// </summary>
    private static bool IsFromHost(Draft draft, RawResponse response) => draft.MayEndAtHost
        && ((response.Body.Length == 0 && response.Status is >= 400 and < 500)
            || RejectsVersion(draft, response)
            || response.Text.Contains("Your function app is up and running", StringComparison.Ordinal)
            || (draft.Method == "HEAD" && response.Status == 200));

    /// <summary>The documents of the APIs, and their page, are open to all. A changed path may lead to them.</summary>
    private static bool MayBeDocument(Draft draft) =>
        draft.Operation.Route.StartsWith("docs", StringComparison.Ordinal) || draft.MayEndAtHost;

    /// <summary>The version of HTTP is not supported.</summary>
    private static bool RejectsVersion(Draft draft, RawResponse response) =>
        response.Status == 505 && draft.Version is not ("HTTP/1.1" or "HTTP/1.0");

    /// <summary>
    /// An organization's credential is valid everywhere but below another's address. A changed path may lead to where
    /// no credential is needed.
    /// </summary>
    private static bool IsUnproved(Draft draft) => Surfaces.Of(draft.Operation) switch
    {
        Surface.Open or Surface.Token or Surface.Processors => false,
        _ when draft.MayEndAtHost => false,
        Surface.Flow => draft.Proof != Proof.Right,
        Surface.Operators => draft.Proof is not (Proof.Right or Proof.OfAnother),
        _ => draft.Proof is not (Proof.Right or Proof.OfAnother),
    };

    private static string? Leaks(RawResponse response)
    {
        var found = ErrorShapes.Internals().Match($"{string.Join('\n', response.Headers)}\n{response.Text}");
        return found.Success ? found.Value : null;
    }

    private static bool IsSound(RawResponse response)
    {
        if (response.Body.Length == 0) return true;
        try
        {
            using var body = JsonDocument.Parse(response.Body);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex("^[0-9a-f]{32}$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
    private static partial Regex TraceId();
}
