using System.Text;
using Azure.Data.Tables;
using Payments.EndToEnd.Tests.Fuzzing.Checks;
using Payments.EndToEnd.Tests.Fuzzing.Requests;
using Payments.EndToEnd.Tests.Fuzzing.Wire;

namespace Payments.EndToEnd.Tests.Fuzzing;

/// <summary>The fuzzer itself: it covers every function, can be repeated, and sees what it is there to see.</summary>
public sealed class FuzzerTests
{
    private const int Seed = 7;
    private const string Sound = """{"code":"generic_error","messages":["amount is required"]}""";
    private const string TraceId = "0123456789abcdef0123456789abcdef";

    private static readonly Callers Callers = new(new Dictionary<string, string>
    {
        [Requests.Callers.Fuzzed] = "token",
        [Requests.Callers.Another] = "token",
        [Requests.Callers.Rejected] = "token",
    });

    [Fact]
    public void Every_function_has_a_valid_request_to_begin_with() => Assert.Empty(RequestMaker.WithoutSeed);

    [Fact]
    public void A_seed_and_a_number_make_the_same_request_again()
    {
        for (var number = 0; number < 2_000; number++)
            Assert.Equal(Write(Seed, number), Write(Seed, number));

        Assert.NotEqual(Write(Seed, 1), Write(Seed + 1, 1));
    }

    [Theory]
    [InlineData(500, "", "status 500")]
    [InlineData(422, "at Payments.Handlers.Refunds.RefundHandler.RequestAsync", "internals")]
    [InlineData(422, "System.InvalidOperationException", "internals")]
    [InlineData(422, """{"title":"Bad Request"}""", "not an error of Flow")]
    [InlineData(422, "{", "not valid JSON")]
    [InlineData(422, "", "without a body")]
    [InlineData(200, "{", "not valid JSON")]
    public void A_response_that_breaks_a_rule_is_found(int status, string body, string finding) =>
        Assert.Contains(Broken(Respond(status, body)), broken => broken.Contains(finding, StringComparison.Ordinal));

    [Theory]
    [InlineData("X-Content-Type-Options", "security headers are missing")]
    [InlineData("Cache-Control", "it may be cached")]
    [InlineData("ApiTraceId", "without a trace id")]
    public void A_response_without_a_header_that_it_must_have_is_found(string header, string finding)
    {
        var response = Respond(422, Sound);
        var without = response with { Headers = [.. response.Headers.Where(sent => sent.Name != header)] };

        Assert.Empty(Broken(response));
        Assert.Contains(finding, Assert.Single(Broken(without)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_repeated_card_number_and_an_accepted_wrong_credential_are_found()
    {
        var card = CardNumbers.Of(Seed)[0];

        Assert.Contains(Broken(Respond(200, $"\"{card}\"")), broken => broken.Contains(card, StringComparison.Ordinal));
        Assert.Contains(
            Broken(Respond(200, "{}"), Proof.WrongSecret),
            broken => broken.Contains("were accepted", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "status 500")]
    [InlineData("", "the connection was dropped")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", "the connection was dropped")]
    [InlineData(null, "no response within")]
    public async Task A_server_that_fails_is_found_with_the_command_to_repeat_it(string? response, string finding)
    {
        await using var server = new ScriptedServer(response);
        var options = new FuzzOptions(Seed, First: 40, Count: 4) { Timeout = TimeSpan.FromSeconds(1) };
        var run = new FuzzRun(server.Address, Callers, Stock.Empty, options);

        await run.SendUntilAsync(44);

        Assert.Contains(run.Findings, found =>
            found.Contains(finding, StringComparison.Ordinal)
            && found.Contains("PAYMENTS_FUZZ_SEED=7 PAYMENTS_FUZZ_FIRST=4", StringComparison.Ordinal));
    }

    [Fact]
    public void A_row_of_a_rejected_request_is_found_and_one_of_an_accepted_request_is_not()
    {
        (string, TableEntity)[] rows =
        [
            ("ledgers", new TableEntity("fuzzed|1", "r-1") { ["Key"] = Tag.Of(1) }),
            ("ledgers", new TableEntity("fuzzed|1", "r-2") { ["Body"] = Encoding.UTF8.GetBytes($"x{Tag.Of(2)}y") }),
            ("timeline", new TableEntity($"{Requests.Callers.Rejected}|refunds", "1")),
            ("keys", new TableEntity($"{Requests.Callers.Rejected}|answer|ab", "1")),
            ("limits", new TableEntity(Requests.Callers.Rejected, "1")),
        ];

        var found = StoredRows.FindWrong(rows, number => number == 2).ToList();

        Assert.Equal(
            ["request 2 was rejected and is stored: ledgers fuzzed|1 r-2",
             "the rejected organization has a row: timeline rejectedalways|refunds 1"],
            found);
    }

    [Fact]
    public void A_card_number_is_found_however_it_is_written()
    {
        var cards = CardNumbers.Of(Seed);
        var groups = string.Join(' ', cards[1].Chunk(4).Select(group => new string(group)));

        Assert.Equal([cards[0]], CardTraces.Find(Encoding.UTF8.GetBytes($"a{cards[0]}b"), cards));
        Assert.Equal([cards[0]], CardTraces.Find(Encoding.Unicode.GetBytes(cards[0]), cards));
        Assert.Equal([cards[1]], CardTraces.Find(Encoding.UTF8.GetBytes(groups), cards));
        Assert.Empty(CardTraces.Find(Encoding.UTF8.GetBytes(cards[0][..12]), cards));
    }

    private static string Write(int seed, int number)
    {
        var written = RequestBytes.Write(new RequestMaker(seed, Stock.Empty).Make(number), Callers);
        // A signature is of the moment.
        return Surfaces.Of(written.Draft.Operation) == Surface.CommerceHub
            ? $"{string.Join(' ', written.Draft.Mutations)} {written.Body.Length}"
            : written.Describe();
    }

    private static List<string> Broken(RawResponse response, Proof proof = Proof.Right) =>
    [
        .. new ResponseRules(CardNumbers.Of(Seed)).FindBroken(
            new Draft
            {
                Number = 1,
                Operation = new Operation("FlowPostRefund", "POST", "{organization}/refunds"),
                Organization = Requests.Callers.Fuzzed,
                Method = "POST",
                Segments = ["fuzzed", "refunds"],
                Proof = proof,
            },
            response),
    ];

    private static RawResponse Respond(int status, string body) => new(
        status,
        [
            ("Content-Type", "application/json; charset=utf-8"), ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"), ("ApiTraceId", TraceId),
        ],
        Encoding.UTF8.GetBytes(body),
        Closes: false);
}
