using System.Text;

namespace Payments.EndToEnd.Tests.Fuzzing.Requests;

/// <summary>Changes a JSON body, first as a tree, then as bytes.</summary>
internal static class BodyMutations
{
    private const int MaxDepth = 600;
    private const int BeyondLimit = 270_000;

    /// <summary>The longest body that the host passes on (FUNCTIONS_REQUEST_BODY_SIZE_LIMIT).</summary>
    private const int HostLimit = 1_048_576;

    private static readonly byte[][] Tails =
        [",{}"u8.ToArray(), "}"u8.ToArray(), "\0"u8.ToArray(), [0xff, 0xfe], "//"u8.ToArray(), "  "u8.ToArray()];

    private static readonly byte[][] Heads =
        [[0xef, 0xbb, 0xbf], "\0"u8.ToArray(), "["u8.ToArray(), [0xc3], ")]}',\n"u8.ToArray(), "  "u8.ToArray()];

    private static readonly byte[][] Bodies =
    [
        [], "null"u8.ToArray(), "[]"u8.ToArray(), "{}"u8.ToArray(), "\"a\""u8.ToArray(), "true"u8.ToArray(),
        "1"u8.ToArray(), "a=b&c=d"u8.ToArray(), "<xml/>"u8.ToArray(), "{"u8.ToArray(), "{\"a\":"u8.ToArray(),
        [0xff], Encoding.UTF8.GetBytes(new string('[', 100_000)), Encoding.UTF8.GetBytes(new string(' ', 60_000)),
    ];

    private static readonly (string Name, Action<Draft, JsonText, Dice> Apply)[] OfTree =
    [
        ("remove a field", (_, json, dice) => Remove(json, dice)),
        ("add a field", (_, json, dice) => PickObject(json, dice)?.Fields!.Add(
            new JsonText.Field("\"unknown\"", JsonText.Of(HostileValues.NextJson(dice))))),
        ("a field twice", (_, json, dice) => Repeat(json, dice)),
        ("another value", (_, json, dice) => Replace(json, dice)),
        ("another value", (_, json, dice) => Replace(json, dice)),
        ("another value", (_, json, dice) => Replace(json, dice)),
        ("two values swapped", (_, json, dice) => Swap(json, dice)),
        ("another name", (_, json, dice) => Rename(json, dice)),
        ("many fields", (_, json, dice) => AddMany(json, dice)),
        ("many levels", (_, json, dice) => Nest(json, dice)),
    ];

    private static readonly (string Name, Func<byte[], Dice, byte[]> Apply)[] OfBytes =
    [
        ("cut off", (bytes, dice) => bytes[..dice.Below(bytes.Length + 1)]),
        ("bytes changed", ChangeBytes),
        ("bytes inserted", InsertBytes),
        ("something after it", (bytes, dice) => [.. bytes, .. dice.Pick(Tails)]),
        ("something before it", (bytes, dice) => [.. dice.Pick(Heads), .. bytes]),
        ("another body", (_, dice) => dice.Pick(Bodies)),
        ("random bytes", (_, dice) => dice.Bytes(dice.Below(300))),
        ("in UTF-16", (bytes, _) => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(bytes))),
        ("too long", (bytes, _) => [.. bytes, .. Enumerable.Repeat((byte)' ', BeyondLimit)]),
    ];

    /// <summary>Changes the body's tree, or its bytes if it has none any more.</summary>
    public static void Apply(Draft draft, Dice dice, bool keepsBytes)
    {
        if (draft.Json is { } json && (keepsBytes || dice.Percent(70)))
        {
            var (name, apply) = dice.Pick(OfTree);
            apply(draft, json, dice);
            draft.Mutations.Add(name);
        }
        else if (!keepsBytes)
        {
            var (name, apply) = dice.Pick(OfBytes);
            draft.Bytes = apply(draft.Bytes ?? Encoding.UTF8.GetBytes(draft.Json?.ToString() ?? ""), dice);
            draft.Json = null;
            draft.MayEndAtHost |= draft.Bytes.Length > HostLimit;
            draft.Mutations.Add($"body: {name}");
        }
    }

    /// <summary>Removes a field at the top, which makes the body one that no reader accepts.</summary>
    public static void RemoveRequired(Draft draft, string name)
    {
        draft.Json!.Fields!.RemoveAll(field => field.Name == $"\"{name}\"");
        draft.Mutations.Add($"no {name}");
    }

    /// <summary>Puts a card number into a text, a name or a number.</summary>
    public static void AddCard(Draft draft, Dice dice, string number)
    {
        var json = draft.Json!;
        switch (dice.Below(4))
        {
            case 0:
                PickValue(json, dice).Raw = number;
                break;
            case 1:
                PickObject(json, dice)?.Fields!.Add(new JsonText.Field($"\"{number}\"", JsonText.Of("1")));
                break;
            default:
                PickValue(json, dice).Raw = $"\"{CardNumbers.Dress(number, dice)}\"";
                break;
        }
    }

    private static void Remove(JsonText json, Dice dice)
    {
        if (PickObject(json, dice)?.Fields is { Count: > 0 } fields) fields.RemoveAt(dice.Below(fields.Count));
    }

    private static void Repeat(JsonText json, Dice dice)
    {
        if (PickObject(json, dice)?.Fields is not { Count: > 0 } fields) return;
        var field = dice.Pick(fields);
        fields.Add(dice.Percent(50) ? field : field with { Value = JsonText.Of(HostileValues.NextJson(dice)) });
    }

    private static void Replace(JsonText json, Dice dice) =>
        PickValue(json, dice).Raw = HostileValues.NextJson(dice);

    private static void Swap(JsonText json, Dice dice)
    {
        var (one, other) = (PickValue(json, dice), PickValue(json, dice));
        (one.Raw, other.Raw) = (other.Raw ?? other.ToString(), one.Raw ?? one.ToString());
    }

    private static void Rename(JsonText json, Dice dice)
    {
        if (PickObject(json, dice)?.Fields is not { Count: > 0 } fields) return;
        var at = dice.Below(fields.Count);
        var name = dice.Percent(50) ? fields[at].Name.ToUpperInvariant() : HostileValues.NextJson(dice);
        fields[at] = fields[at] with { Name = name };
    }

    private static void AddMany(JsonText json, Dice dice)
    {
        var count = dice.Pick((int[])[60, 400, 5_000]);
        PickObject(json, dice)?.Fields!.AddRange(
            Enumerable.Range(0, count).Select(n => new JsonText.Field($"\"n{n}\"", JsonText.Of("\"v\""))));
    }

    private static void Nest(JsonText json, Dice dice)
    {
        var depth = 1 + dice.Below(dice.Percent(50) ? 40 : MaxDepth);
        PickValue(json, dice).Raw = dice.Percent(50)
            ? $"{new string('[', depth)}{new string(']', depth)}"
            : string.Concat(string.Concat(Enumerable.Repeat("{\"a\":", depth)), "1", new string('}', depth));
    }

    /// <summary>Any value below the top, or the top if it is empty.</summary>
    private static JsonText PickValue(JsonText json, Dice dice) =>
        json.All().Skip(1).ToList() is { Count: > 0 } values ? dice.Pick(values) : json;

    private static JsonText? PickObject(JsonText json, Dice dice) =>
        json.All().Where(value => value.Fields is not null).ToList() is { Count: > 0 } objects
            ? dice.Pick(objects)
            : null;

    private static byte[] ChangeBytes(byte[] bytes, Dice dice)
    {
        var changed = bytes.ToArray();
        for (var n = 1 + dice.Below(3); n > 0 && changed.Length > 0; n--)
            changed[dice.Below(changed.Length)] = (byte)dice.Below(256);
        return changed;
    }

    private static byte[] InsertBytes(byte[] bytes, Dice dice)
    {
        var at = dice.Below(bytes.Length + 1);
        return [.. bytes[..at], .. dice.Bytes(1 + dice.Below(4)), .. bytes[at..]];
    }
}
