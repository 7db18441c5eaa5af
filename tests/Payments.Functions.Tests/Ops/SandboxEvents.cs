using Payments.Functions.Tests.Routes;
using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Processors.Sandbox;

namespace Payments.Functions.Tests.Ops;

public sealed class SandboxEvents : IDisposable
{
    private static readonly OrganizationId Demo = OrganizationId.From("demo");
    private static readonly LedgerId Ledger = LedgerId.Parse("0123456789abcdef0123");

    private readonly FunctionApp _app = new();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task What_happens_at_the_sandbox_later_is_told_to_the_service()
    {
        var amount = new Money(1_000, Currency.Parse("USD"));
        var capture = Id<Capture>.New(Ledger, Guid.Empty);
        var sandbox = new SandboxProcessor(_app.Books, TimeProvider.System);
        var authorized = Assert.IsType<ProcessorResponse.Approved>(await sandbox.ExecuteAsync(
            new AuthorizeFunds(Demo, "a", amount, "tok-visa"), default));
        var captured = Assert.IsType<ProcessorResponse.Approved>(await sandbox.ExecuteAsync(
            new CaptureFunds(Demo, capture.ToString(), amount, authorized.Reference), default));

        Assert.Equal(202, await HappenAsync(captured.Reference, "open_dispute", "demo"));

        Assert.Equal(
            new ReviewRecord(new LedgerAddress(Demo, Ledger), RecordKey.For(capture)),
            Assert.Single(_app.Queue.TakeAll()).Work);
        var standing = await sandbox.InspectCaptureAsync(Demo, captured.Reference, default);
        Assert.Equal(DisputeStatus.Open, Assert.Single(standing!.Disputes).Status);
        Assert.Equal(404, await HappenAsync(captured.Reference, "open_dispute", "other"));
        Assert.Equal(404, await HappenAsync(captured.Reference, "explode", "demo"));
        Assert.Empty(_app.Queue.TakeAll());
    }

    private async Task<int> HappenAsync(string reference, string what, string caller)
    {
        var function = FunctionMethods.OfHttp.Single(found => found.Name == "OpsSandboxEvent");
        var parameters = new Dictionary<string, string> { ["reference"] = reference, ["what"] = what };
        return (await _app.CallAsync(function, parameters, caller)).Status;
    }
}
