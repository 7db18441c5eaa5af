global using Xunit;
global using Record = Payments.Ledger.Records.Record;
