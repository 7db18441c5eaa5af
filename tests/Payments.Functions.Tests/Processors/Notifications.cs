using System.Collections.Immutable;
using System.Text;
using Payments.Functions.Tests.Routes;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Functions.Tests.Processors;

public sealed class Notifications : IDisposable
{
    private const string Ledger = "0123456789abcdef0123";
    private const string Refund = $"ref-{Ledger}00000000000000000000000000000001";

    private readonly FunctionApp _app = new();

    public void Dispose() => _app.Dispose();

    [Theory]
    [InlineData(Refund + "/7", "ref-00000000000000000000000000000001", 7)]
    [InlineData(Refund, "ref-00000000000000000000000000000001", null)]
    [InlineData(Ledger, null, null)]
    public async Task A_notification_is_taken_once_a_review_is_enqueued(string body, string? record, int? part)
    {
        Assert.Equal(202, await NotifyAsync("told", "demo", "demo", body));

        var address = new LedgerAddress(OrganizationId.From("demo"), LedgerId.Parse(Ledger));
        Assert.Equal(
            new ReviewRecord(address, record is null ? null : new RecordKey(record)) { Part = part },
            Assert.Single(_app.Queue.TakeAll()).Work);
    }

    [Fact]
    public async Task A_notification_about_nothing_of_this_service_is_taken_and_nothing_follows()
    {
        Assert.Equal(202, await NotifyAsync("told", "demo", "demo", "payout-1"));
        Assert.Empty(_app.Queue.TakeAll());
    }

    [Theory]
    [InlineData("told", "demo", "other", 400)]
    [InlineData("told", "nobody", "nobody", 400)]
    [InlineData("unheard", "demo", "demo", 404)]
    public async Task A_notification_that_is_not_genuine_or_of_no_organization_is_400_and_of_no_processor_404(
        string processor, string organization, string signature, int status)
    {
        Assert.Equal(status, await NotifyAsync(processor, organization, signature, Refund));
        Assert.Empty(_app.Queue.TakeAll());
    }

    private async Task<int> NotifyAsync(string processor, string organization, string signature, string body)
    {
        var function = FunctionMethods.OfHttp.Single(found => found.Name == "ProcessorNotification");
        var answer = await _app.CallAsync(
            function,
            new Dictionary<string, string> { ["processor"] = processor, ["organization"] = organization },
            $"/processors/{processor}/{organization}/notifications",
            new MemoryStream(Encoding.UTF8.GetBytes(body)),
            ImmutableDictionary<string, string>.Empty
                .Add(SignedNotifications.Header, signature)
                .Add("Content-Length", $"{body.Length}"));
        Assert.Empty(answer.Body);
        return answer.Status;
    }
}
