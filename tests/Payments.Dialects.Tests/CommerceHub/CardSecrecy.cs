using System.Text.Json;
using System.Text.RegularExpressions;
using Payments.Ledger.Records;
using Payments.Testing;

namespace Payments.Dialects.Tests.CommerceHub;

public sealed class CardSecrecy : IDisposable
{
    private readonly HubBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("12.04")]
    [InlineData("5008.00")]
    [InlineData("0")]
    public async Task Card_numbers_and_security_codes_are_never_stored_queued_logged_or_returned(string total)
    {
        _bench.Processor.Answer = ScriptedProcessor.DeclineByAmount;
        var body = Samples.With(
            ("amount.total", total), ("source.card.securityCode", $"\"{Samples.SecurityCode}\""));
        var kept = new List<string> { (await _bench.PostAsync(body)).Text(), (await _bench.PostAsync(body)).Text() };
        var queued = _bench.Queue.TakeAll();
        kept.AddRange(queued.Select(enqueued => JsonSerializer.Serialize<object>(enqueued.Work)));
        foreach (var address in _bench.Ledgers.Addresses)
        {
            kept.AddRange(_bench.Ledgers.Journal(address)
                .Select(entry => JsonSerializer.Serialize<object>(entry.Record)));
        }

        kept.AddRange(_bench.Timeline.List(HubBench.Demo, Credit.Prefix).Select(line => line.ToString()));
        kept.AddRange(_bench.Processor.Asked.Select(operation => operation.ToString()));
        kept.AddRange(_bench.Log.Collector.ReadLines());

        Assert.True(kept.Count > 1);
        Assert.DoesNotContain(kept, text => text.Contains(Samples.CardNumber, StringComparison.Ordinal));
        // Four digits may occur in an id or a hash by chance, so they are only searched for as a separate word.
        Assert.DoesNotContain(kept, text => Regex.IsMatch(text, $"(?<![0-9a-f]){Samples.SecurityCode}(?![0-9a-f])"));
    }

    [Theory]
    [InlineData("source.card.cardData", "\"4005550000000018\"", "4005550000000018")]
    [InlineData("source.card.cardData", "4005550000000019", "4005550000000019")]
    [InlineData("source.card.securityCode", "\"917355\"", "917355")]
    [InlineData("source.sourceType", "\"4005550000000019\"", "4005550000000019")]
    public async Task A_rejection_does_not_repeat_the_request(string path, string json, string secret)
    {
        var response = await _bench.PostAsync(Samples.With(path, json));

        Assert.Equal(400, response.Status);
        Assert.DoesNotContain(secret, response.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            _bench.Log.Collector.ReadLines(), line => line.Contains(secret, StringComparison.Ordinal));
    }
}
