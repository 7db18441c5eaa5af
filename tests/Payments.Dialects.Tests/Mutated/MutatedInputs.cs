using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Payments.Dialects.Tests.Mutated;

/// <summary>Readers of hostile input, with inputs mutated from valid ones by a seed.</summary>
[SuppressMessage("Security", "CA5394", Justification = "A run must be repeatable from its seed.")]
public sealed class MutatedInputs
{
    private const int Inputs = 20_000;

    private static readonly byte[][] Pieces =
    [
        [0], [0xff], [0xc3], [0xed, 0xa0, 0x80], "\\ud800"u8.ToArray(), "\\u0000"u8.ToArray(), "\""u8.ToArray(),
        "{"u8.ToArray(), "}"u8.ToArray(), "["u8.ToArray(), "null"u8.ToArray(), "1e999"u8.ToArray(), "-0"u8.ToArray(),
        "9999999999999999999999999999999"u8.ToArray(), "*"u8.ToArray(), "|"u8.ToArray(), "!"u8.ToArray(),
        "\\"u8.ToArray(), "%"u8.ToArray(), "&xp.a="u8.ToArray(), "=>"u8.ToArray(), "."u8.ToArray(), "4111"u8.ToArray(),
        "\u0661\u0662"u8.ToArray(), "\u200b"u8.ToArray(), "\U0001F4B3"u8.ToArray(), " "u8.ToArray(), "-"u8.ToArray(),
    ];

    public static TheoryData<string> Readers => [.. Reader.All.Keys];

    [Theory]
    [MemberData(nameof(Readers))]
    public void A_mutated_input_is_accepted_or_rejected_and_nothing_else(string name)
    {
        var (reader, seed) = (Reader.All[name], Random.Shared.Next());
        var random = new Random(seed);
        for (var n = 0; n < Inputs; n++)
        {
            var input = Mutate(reader, random);
            try
            {
                var compared = reader.Read(input);
                Assert.InRange(compared, 0, MaxComparisons(input));
            }
            catch (Exception fault)
            {
                Assert.Fail(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Input {n} of seed {seed}, {Convert.ToHexString(input)}: {fault}"));
            }
        }
    }

    [Fact]
    public void The_inputs_to_begin_with_are_read_and_a_filter_s_work_is_counted()
    {
        foreach (var reader in Reader.All.Values)
            foreach (var valid in reader.Valid) reader.Read(Encoding.UTF8.GetBytes(valid));

        Assert.InRange(Reader.All["filters"].Read("xp.a=*a*b*"u8.ToArray()), 1_600, 10_000);
    }

    /// <summary>In proportion to the texts, and to the filters, which the query's length bounds.</summary>
    private static long MaxComparisons(byte[] query) => Reader.MaxComparisonsPerCharacter * (2_000L + query.Length)
        * (1 + query.Count(character => character is (byte)'&' or (byte)'|' or (byte)','));

    private static byte[] Mutate(Reader reader, Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(reader.Valid[random.Next(reader.Valid.Count)]).ToList();
        for (var n = random.Next(6); n >= 0; n--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(6))
            {
                case 0:
                    bytes.RemoveRange(at, random.Next(Math.Min(20, bytes.Count - at) + 1));
                    break;
                case 1 when bytes.Count > 0:
                    bytes[random.Next(bytes.Count)] = (byte)random.Next(256);
                    break;
                case 2:
                    var repeated = bytes.GetRange(at, random.Next(Math.Min(40, bytes.Count - at) + 1));
                    for (var times = random.Next(5); times > 0; times--) bytes.InsertRange(at, repeated);
                    break;
                case 3:
                    var other = Encoding.UTF8.GetBytes(reader.Valid[random.Next(reader.Valid.Count)]);
                    bytes.InsertRange(at, other[random.Next(other.Length)..]);
                    break;
                default:
                    bytes.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                    break;
            }
        }

        return [.. bytes];
    }
}
