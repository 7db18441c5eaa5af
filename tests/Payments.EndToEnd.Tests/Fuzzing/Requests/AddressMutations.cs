namespace Payments.EndToEnd.Tests.Fuzzing.Requests;

/// <summary>Changes the path and the query.</summary>
internal static class AddressMutations
{
    private static readonly string[] Names =
    [
        "limit", "offset", "sort", "id", "key", "expand", "number", "identifier", "order_number", "status",
        "amount_from", "created_at_from", "page", "pageSize", "pageKey", "search", "searchOn", "sortBy", "Amount",
        "Type", "Accepted", "DateCreated", "Description", "xp.a", "xp.gift.from", "Transactions.Amount", "code",
    ];

    private static readonly string[] Operands =
    [
        "*", "a*b*c*d*e", "!*x*", ">", ">=", "=>1", "<=2026-01-01", "|", "||", "a|b|!c", "\\", "\\*", "a\\|b", "!!!a",
        "1|>2|<3", "true", "CreditCard|*", ">*", "*\u00df*", "**********", "0..5",
    ];

    public static void ApplyToQuery(Draft draft, Dice dice)
    {
        var name = dice.Pick(Names);
        switch (dice.Below(8))
        {
            case 0:
                draft.Query.Add(HostileValues.NextEscaped(dice));
                draft.Mutations.Add("query: no pair");
                break;
            case 1:
                var (count, value) = (dice.Pick((int[])[3, 51, 101, 400]), HostileValues.NextEscaped(dice));
                for (var n = 0; n < count; n++) draft.Query.Add($"{name}={(value.Length > 10 ? "a" : value)}{n}");
                draft.Mutations.Add($"query: {name} {count} times");
                break;
            case 2:
                draft.Query.Add($"{HostileValues.NextEscaped(dice)}={HostileValues.NextEscaped(dice)}");
                draft.Mutations.Add("query: any pair");
                break;
            case 3 or 4:
                draft.Query.Add($"{name}={Uri.EscapeDataString(dice.Pick(Operands))}");
                draft.Mutations.Add($"query: operand of {name}");
                break;
            default:
                draft.Query.Add($"{name}={HostileValues.NextEscaped(dice)}");
                draft.Mutations.Add($"query: {name}");
                break;
        }

        // The host's own limit on the length of an address, and its own idea of an escape.
        draft.MayEndAtHost = true;
    }

    public static void ApplyToPath(Draft draft, Dice dice)
    {
        var at = dice.Below(draft.Segments.Count);
        switch (dice.Below(7))
        {
            case 0:
                draft.Segments.Insert(at, HostileValues.NextEscaped(dice));
                break;
            case 1:
                draft.Segments.RemoveAt(at);
                break;
            case 2:
                draft.Segments.Add("");
                break;
            case 3:
                draft.Segments[at] = draft.Segments[at].ToUpperInvariant();
                break;
            default:
                draft.Segments[at] = HostileValues.NextEscaped(dice);
                break;
        }

        draft.MayEndAtHost = true;
        draft.Mutations.Add($"path: segment {at}");
    }
}
