using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Payments.EndToEnd.Tests.Fuzzing.Requests;

/// <summary>Makes the requests of a run: a valid one of any function, with none, one or several mutations.</summary>
internal sealed partial class RequestMaker(int seed, Stock stock)
{
    private static readonly ImmutableArray<Seed> Seeds =
        [.. FlowSeeds.All, .. OrderCloudSeeds.All, .. OtherSeeds.All];

    private static readonly ILookup<string, Seed> OfFunctions = Seeds.ToLookup(seed => seed.Function);

    /// <summary>
    /// Lists read many rows, which on Azurite takes a hundred times a request's usual time; and an empty queue of dead
    /// letters is waited for.
    /// </summary>
    private static readonly ImmutableArray<Operation> Drawn =
    [
        .. Operation.All.SelectMany(operation => Enumerable.Repeat(operation, IsCostly(operation) ? 1 : 10)),
    ];

    /// <summary>The functions for which there is no seed.</summary>
    public static IEnumerable<string> WithoutSeed =>
        Operation.All.Select(operation => operation.Function).Except(Seeds.Select(seed => seed.Function));

    /// <summary>The card numbers of the run.</summary>
    public IReadOnlyList<string> Cards { get; } = CardNumbers.Of(seed);

    public Draft Make(int number)
    {
        var dice = new Dice(seed, number);
        var operation = dice.Pick(Drawn);
        var sown = dice.Pick([.. OfFunctions[operation.Function]]);
        var draft = Create(number, operation, sown, dice);
        if (draft.Organization == Callers.Rejected) MakeRejected(draft, sown, dice);
        var mutations = dice.Below(100) switch { < 30 => 0, < 70 => 1, < 90 => 2, _ => 5 };
        var hasCard = dice.Percent(5) && AddCard(draft, dice);
        for (var n = 0; n < mutations; n++) Mutate(draft, dice, hasCard);
        if (draft.Method == "POST" && dice.Percent(10)) draft.Headers.Add(("Idempotency-Key", NextKey(number, dice)));
        return draft;
    }

    private static bool IsCostly(Operation operation) =>
        operation.Route.StartsWith("ops", StringComparison.Ordinal)
        || (operation.Method == "GET" && (operation.Route.EndsWith("versions", StringComparison.Ordinal)
            || (operation.Route.StartsWith("{organization}", StringComparison.Ordinal)
                && operation.Route.EndsWith('s') && !operation.Route.Contains("orders", StringComparison.Ordinal))));

    private Draft Create(int number, Operation operation, Seed sown, Dice dice)
    {
        var organization = dice.Percent(20) ? Callers.Rejected : Callers.Fuzzed;
        var words = new Words(stock, Cards, dice, number, organization);
        var values = sown.Path.Select(pair => pair.Split('=', 2)).ToDictionary(
            pair => pair[0], pair => words.Fill(pair[1]));
        values["organization"] = organization;
        var draft = new Draft
        {
            Number = number,
            Operation = operation,
            Organization = organization,
            Method = operation.Method,
            Segments =
            [
                .. Parameter().Replace(operation.Route, match => values[match.Groups[1].Value])
                    .Split('/').Select(Uri.EscapeDataString),
            ],
            Proof = organization == Callers.Rejected ? Proof.Right : NextProof(dice),
        };
        foreach (var pair in sown.Query.Where(_ => dice.Percent(25))) draft.Query.Add(words.Fill(pair));
        if (draft.Query.Count == 0 && sown.Query.Length > 0) draft.Query.Add(words.Fill(sown.Query[0]));
        // A header that is no ASCII does not get past the host.
        draft.MayEndAtHost = draft.Proof == Proof.Malformed;
        draft.Headers.AddRange(sown.Headers);
        if (sown.Body is { } body) draft.Json = JsonText.Parse(words.Fill(body));
        if (sown.Form is { } form) draft.Bytes = System.Text.Encoding.UTF8.GetBytes(words.Fill(form));
        if (sown.Form is not null) draft.ContentType = "application/x-www-form-urlencoded";
        return draft;
    }

    /// <summary>
    /// The organization has nothing that a request could refer to, and no ceiling for open credits. What needs neither
    /// is made invalid.
    /// </summary>
    private static void MakeRejected(Draft draft, Seed sown, Dice dice)
    {
        if (draft.Json is not null && sown.Required.Length > 0)
            BodyMutations.RemoveRequired(draft, dice.Pick(sown.Required));
    }

    private bool AddCard(Draft draft, Dice dice)
    {
        var number = dice.Pick(Cards);
        draft.Mutations.Add("card number");
        switch (dice.Below(6))
        {
            case 0:
                draft.Headers.Add(("Idempotency-Key", CardNumbers.Dress(number, dice)));
                break;
            case 1:
                draft.Query.Add($"key={number}");
                break;
            case 2:
                draft.Segments[^1] = Uri.EscapeDataString(CardNumbers.Dress(number, dice));
                draft.MayEndAtHost = true;
                break;
            case 3:
                draft.Headers.Add(("User-Agent", number));
                break;
            default:
                if (draft.Json is null) goto case 1;
                BodyMutations.AddCard(draft, dice, number);
                break;
        }

        return true;
    }

    /// <summary>Bytes changed within a card number would make it another number.</summary>
    private static void Mutate(Draft draft, Dice dice, bool hasCard)
    {
        var hasBody = draft.Json is not null || draft.Bytes is not null;
        switch (dice.Below(10))
        {
            case < 5 when hasBody:
                BodyMutations.Apply(draft, dice, keepsBytes: hasCard || HasCardField(draft));
                break;
            case < 7:
                AddressMutations.ApplyToQuery(draft, dice);
                break;
            case 7 when !hasCard && draft.Segments.Count > 0:
                AddressMutations.ApplyToPath(draft, dice);
                break;
            default:
                HeaderMutations.Apply(draft, dice);
                break;
        }
    }

    /// <summary>A key of its own, or one that another request may have used.</summary>
    private static string NextKey(int number, Dice dice) =>
        $"once-{Tag.Of(dice.Percent(50) ? number : Math.Max(0, number - dice.Below(100)))}";

    private static bool HasCardField(Draft draft) =>
        draft.Json?.ToString().Contains("cardData", StringComparison.Ordinal) == true;

    private static Proof NextProof(Dice dice) => dice.Below(100) switch
    {
        < 84 => Proof.Right,
        < 89 => Proof.OfAnother,
        < 92 => Proof.None,
        < 95 => Proof.WrongSecret,
        < 97 => Proof.UnknownId,
        < 99 => Proof.OfAnotherApi,
        _ => Proof.Malformed,
    };

    [GeneratedRegex(@"\{\*?(\w+)(:[^{}]*(\{[^{}]*\}[^{}]*)*)?\}")]
    private static partial Regex Parameter();
}
