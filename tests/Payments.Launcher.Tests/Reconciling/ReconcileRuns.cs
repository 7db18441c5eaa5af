using System.Net;
using Payments.Launcher.Reconciling;

namespace Payments.Launcher.Tests.Reconciling;

/// <summary><c>./run reconcile</c>: what it asks, what it prints, and how it exits.</summary>
public sealed class ReconcileRuns : IDisposable
{
    private const string Agreeing =
        """
        {"organization":"demo","from":"2026-11-26T00:00:00.000Z","to":"2026-11-27T00:00:00.000Z","differences":0,
        "processors":[{"processor":"sandbox","reconciled":true,"movements":12,"foreign_movements":0,"differences":[]}]}
        """;

    private const string Differing =
        """
        {"organization":"demo","from":"2026-11-26T00:00:00.000Z","to":"2026-11-27T00:00:00.000Z","differences":1,
        "processors":[{"processor":"stripe","reconciled":true,"movements":12,"foreign_movements":3,"differences":[
        {"difference":"return_not_learned","movement":"refund","reference":"re_1","operation":"ref-1/1",
        "at_processor":"40.00 USD","in_ledger":"40.00 USD","at":"2026-11-26T11:00:00.000Z",
        "cause":"It failed.","remedy":"Review it."}]}]}
        """;

    private const string WithoutStatement =
        """
        {"organization":"demo","from":"2026-11-26T00:00:00.000Z","to":"2026-11-27T00:00:00.000Z","differences":0,
        "processors":[{"processor":"commercehub","reconciled":false,"movements":0,"foreign_movements":0,
        "differences":[]}]}
        """;

    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, Agreeing, 0)]
    [InlineData(HttpStatusCode.OK, Differing, 1)]
    [InlineData(HttpStatusCode.OK, WithoutStatement, 2)]
    [InlineData(HttpStatusCode.OK, "no JSON", 2)]
    [InlineData(HttpStatusCode.Unauthorized, "", 2)]
    [InlineData(HttpStatusCode.ServiceUnavailable, "away", 2)]
    public async Task The_exit_code_says_whether_there_are_differences(HttpStatusCode status, string body, int code) =>
        Assert.Equal(code, await RunAsync(new Service(status, body), "--organization", "demo"));

    [Fact]
    public async Task A_report_is_printed_for_people_with_cause_and_remedy()
    {
        await RunAsync(new Service(HttpStatusCode.OK, Differing), "--organization", "demo");

        Assert.Equal(
            """
            demo, from 2026-11-26T00:00:00.000Z to 2026-11-27T00:00:00.000Z
              stripe: 12 movements, 1 to look at; 3 of other programs, not compared

                return_not_learned: refund at 2026-11-26T11:00:00.000Z
                  processor: 40.00 USD  re_1
                  ledger:    40.00 USD  ref-1/1
                  likely:    It failed.
                  do:        Review it.

            """,
            _output.ToString(),
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task A_processor_without_a_statement_is_said_not_to_be_reconciled()
    {
        await RunAsync(new Service(HttpStatusCode.OK, WithoutStatement), "--organization", "demo");

        Assert.Contains(
            "commercehub: shows no statement. It was NOT reconciled.", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_asks_as_the_operator_for_the_period_and_prints_the_answer_itself_as_JSON()
    {
        var service = new Service(HttpStatusCode.OK, Agreeing);

        await RunAsync(
            service, "--organization", "a/b", "--from", "2026-11-26", "--to", "2026-11-27", "--json", "--address",
            "http://127.0.0.1:7999");

        Assert.Equal(
            ["http://127.0.0.1:7999/ops/reconciliation?organization=a%2Fb&from=2026-11-26&to=2026-11-27"],
            service.Asked);
        Assert.Equal(Agreeing, _output.ToString().TrimEnd());
    }

    [Fact]
    public async Task An_unknown_argument_is_rejected_and_help_is_shown()
    {
        var service = new Service(HttpStatusCode.OK, Agreeing);

        Assert.Equal(2, await RunAsync(service, "--everything"));
        Assert.Contains("--everything", _errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await RunAsync(service, "--help"));
        Assert.Contains("Usage: ./run reconcile", _output.ToString(), StringComparison.Ordinal);
        Assert.Empty(service.Asked);
    }

    private Task<int> RunAsync(Service service, params string[] arguments) =>
        ReconcileRun.RunAsync(arguments, _output, _errors, service);

    private sealed class Service(HttpStatusCode status, string body) : HttpMessageHandler
    {
        public List<string> Asked { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request.RequestUri!.AbsoluteUri);
            Assert.Equal("Bearer", request.Headers.Authorization!.Scheme);
            return Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) });
        }
    }
}
